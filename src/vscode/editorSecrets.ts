import type { SecretStorage } from 'vscode';
import type { SecretSource } from '../settings/headerSecrets';

/** Secrets from the editor's own store, variables from the environment that extensions run in. */
export function editorSecrets(storage: SecretStorage): SecretSource {
  return {
    secret: async (name) => await storage.get(secretKey(name)),
    environment: (name) => process.env[name],
  };
}

/** Where the secret that a header calls `${secret:name}` is kept. */
export function secretKey(name: string): string {
  return `header.${name}`;
}
