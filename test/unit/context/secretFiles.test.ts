import assert from 'node:assert/strict';
import { holdsSecret, looksSecret } from '../../../src/context/secretFiles';

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

describe('holdsSecret', () => {
  // Put together here, so that no scanner takes this file for one with secrets.
  const letters = (count: number): string => 'aB3'.repeat(count).slice(0, count);
  const joined = (...parts: readonly string[]): string => parts.join('');
  const secrets = [
    joined('-----BEGIN ', 'OPENSSH PRIVATE KEY', '-----\nb3BlbnNzaC1rZXk'),
    joined('-----BEGIN ', 'EC PRIVATE KEY', '-----\r\nMHcCAQEE'),
    joined('aws_secret_access_key = ', letters(40)),
    joined('key: "', 'AKIA', 'Q7'.repeat(8), '"'),
    joined('token = "', 'ghp_', letters(36), '"'),
    joined('xoxb-', '123456789012-', letters(16)),
    joined('sk_live_', letters(24)),
    joined('key = "sk-', letters(48), '"'),
    joined('sk-proj-', letters(40), '_', letters(20)),
    joined('sk-ant-api03-', letters(60)),
    joined('hf_', letters(34)),
    joined('secret: GOCSPX-', letters(28)),
    joined('https://hooks.slack.com/services/', 'T0ABCDEFG/B0ABCDEFG/', letters(24)),
    '{ "type": "service_account", "project_id": "x", "private_key": "…" }',
  ];
  const harmless = [
    'const begin = "-----BEGIN PRIVATE KEY-----";',
    'if (line.startsWith("-----BEGIN RSA PRIVATE KEY-----")) return true;',
    'AKIAIOSFODNN7EXAMPLE',
    'aws_secret_access_key = process.env.KEY',
    'npm_config_registry = "x"',
    'ghp_short',
    'const id = "sk-button-primary";',
    'task-0123456789012345678901234567890123456789',
    'hf_token = os.environ["HF_TOKEN"]',
  ];
  for (const text of secrets)
    it(`sees a secret in ${text.slice(0, 30)}…`, () => assert.ok(holdsSecret(`a\n${text}\n`)));
  for (const text of harmless) it(`sees none in ${text}`, () => assert.ok(!holdsSecret(text)));
});
