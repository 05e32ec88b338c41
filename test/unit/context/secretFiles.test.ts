import assert from 'node:assert/strict';
import { looksSecret } from '../../../src/context/secretFiles';

describe('looksSecret', () => {
  const names: readonly (readonly [boolean, ...string[]])[] = [
    [
      true,
      '.env',
      'app/.env.production',
      'prod.env',
      'certs/server.pem',
      'deploy.key',
      'home/.ssh/config',
      '.npmrc',
    ],
    [
      true,
      'id_rsa',
      'keys/id_ed25519',
      'credentials.json',
      'config/secrets.yml',
      '.aws/anything.txt',
      'main.tfvars',
    ],
    [
      false,
      '.env.example',
      'src/environment.ts',
      'keyboard.ts',
      'src/credentials.ts',
      'secretFiles.ts',
      'id_rsa.md',
    ],
  ];
  for (const [secret, ...paths] of names) {
    for (const path of paths) {
      it(`takes ${path} for ${secret ? 'a secret' : 'source code'}`, () =>
        assert.equal(looksSecret(path), secret));
    }
  }
});
