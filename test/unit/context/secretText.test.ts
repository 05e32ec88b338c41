import assert from 'node:assert/strict';
import { findSecrets, holdsSecret, maskAt, masked } from '../../../src/context/secretText';
import { joined, letters, privateKey } from '../../support/secrets';

describe('holdsSecret', () => {
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

describe('findSecrets', () => {
  const found = (text: string): string[] => findSecrets(text).map(({ start, end }) => text.slice(start, end));

  const kinds: readonly (readonly [string, string])[] = [
    [joined('AWS_KEY = "', 'AKIA'), 'Q7'.repeat(8)],
    [joined('aws_secret', '_access_key = '), letters(40)],
    [joined('token = "', 'ghp_'), letters(36)],
    [joined('github_', 'pat_'), letters(70)],
    [joined('glpat', '-'), letters(20)],
    [joined('xoxb', '-'), joined('123456789012-', letters(16))],
    [joined('sk_', 'live_'), letters(24)],
    [joined('key = "', 'sk-'), letters(48)],
    [joined('sk-', 'proj-'), joined(letters(40), '_', letters(20))],
    [joined('hf', '_'), letters(34)],
    [joined('secret: GOC', 'SPX-'), letters(28)],
    [joined('https://hooks.sl', 'ack.com/services/'), joined('T0ABCDEFG/B0ABCDEFG/', letters(24))],
    [joined('AI', 'za'), letters(35)],
    [joined('npm', '_'), letters(36)],
  ];
  for (const [before, secret] of kinds) {
    it(`finds what follows ${before}, and its mask looks secret no more`, () => {
      const text = `a = 1\n${before}${secret}"\nb = 2\n`;
      assert.deepEqual(found(text), [secret]);
      const safe = text.replace(secret, masked(secret));
      assert.equal(safe.length, text.length);
      assert.ok(safe.includes(before) && !holdsSecret(safe), safe);
      assert.notEqual(maskAt(safe), undefined);
    });
  }

  it('finds the lines of a private key between its heading and its end, the short last one too', () => {
    const key = privateKey(10);
    const [secret, ...others] = found(`x\n${key}\ny = 1\n`);
    assert.deepEqual(others, []);
    assert.equal(secret?.trim(), key.split('\n').slice(1, -1).join('\n'));
    const safe = `x\n${key}\n`.replace(secret, masked(secret));
    assert.match(safe, /^x\n-----BEGIN [A-Z ]+-----\n(\*{64}\n){10}\*{4}\n-----END [A-Z ]+-----\n$/);
    assert.equal(holdsSecret(safe), false);
  });

  it('finds a private key in a string with its line ends written out, and in one of lines put together', () => {
    const json = `{"type": "service_account", "private_key": "${privateKey(4).replaceAll('\n', '\\n')}"}`;
    const [secret = ''] = found(json);
    assert.ok(masked(secret).includes('\\n****') && !/[A-Za-z0-9]{4}/.test(masked(secret)));
    const quoted = privateKey(4)
      .split('\n')
      .map((line) => `  "${line}\\n"`)
      .join(' +\n');
    assert.ok(!/[A-Za-z0-9]{16}/.test(masked(found(quoted)[0] ?? '')));
    assert.equal(found(quoted).length, 1);
  });

  it('finds the rest of a private key at the beginning of a text that is cut off above', () => {
    const rest = privateKey(10).split('\n').slice(4).join('\n');
    assert.equal(found(`${rest}\nx = 1\n`).length, 1);
  });

  it('finds none in code about keys', () => {
    const code = [
      'if (text.startsWith("-----BEGIN RSA PRIVATE KEY-----")) {',
      '  return parseTheKeyThatFollowsTheHeading(text);',
      '}',
      'const end = "-----END RSA PRIVATE KEY-----";',
      'AKIAIOSFODNN7EXAMPLE',
    ].join('\n');
    assert.deepEqual(found(code), []);
  });

  it('takes no longer over a hostile text than over a plain one', () => {
    const heading = joined('-----BEGIN ', 'PRIVATE KEY-----\n');
    for (const unit of ['+ ', '++', 'A'.repeat(16), '\n+\n', 'Ab: c', "','"]) {
      const text = `${unit.repeat(20_000)}\n${heading}${unit.repeat(20_000)}`;
      findSecrets(text);
      findSecrets(`${unit.repeat(20_000)}\n${heading}`);
    }
  });
});

describe('maskAt', () => {
  it('sees no mask in banners and in other uses of asterisks', () => {
    for (const text of [
      '/*************\n * Title\n *************/',
      '// ****************',
      'a **b',
      '# **********',
    ])
      assert.equal(maskAt(text), undefined, text);
  });
});
