import assert from 'node:assert/strict';
import { authorityFileName, keepDraft, type DraftStore } from '../../../../src/hosts/setup/keepDraft';
import { trusting } from '../../../../src/hosts/setup/trust';
import { defaultEndpoint, type EndpointSettings } from '../../../../src/settings/settings';

describe('keeping what the setup has gathered', () => {
  it('writes the authority as a file, the secrets that are named, and last the endpoint', async () => {
    const written = await kept(
      {
        ...defaultEndpoint,
        name: 'gpu box',
        url: 'https://gpu-box',
        headers: { Authorization: 'Bearer ${secret:gpu-box}' },
        tls: { ...trusting({ serverName: 'gpu' }, { kind: 'authority', pem: 'PEM' }) },
      },
      { 'gpu-box': 'abc', 'never-let-in': 'xyz' },
    );
    assert.deepEqual(written, [
      ['authority', 'gpu box', 'PEM'],
      ['secret', 'gpu-box', 'abc'],
      [
        'endpoint',
        {
          name: 'gpu box',
          url: 'https://gpu-box',
          headers: { Authorization: 'Bearer ${secret:gpu-box}' },
          tls: { serverName: 'gpu', caFile: '/authorities/gpu box' },
        },
      ],
    ]);
  });

  it('writes no file where a certificate is pinned or a file was chosen', async () => {
    const pinned = { ...defaultEndpoint, tls: trusting(undefined, { kind: 'pin', sha256: 'abcd' }) };
    assert.deepEqual(
      (await kept(pinned, {})).map(([what]) => what),
      ['endpoint'],
    );
    const named = { ...defaultEndpoint, tls: trusting(undefined, { kind: 'file', path: '/ca.pem' }) };
    assert.deepEqual(
      (await kept(named, {})).map(([what]) => what),
      ['endpoint'],
    );
  });

  it('gives each authority a file of its own, whatever it calls itself', async () => {
    const cases: readonly [name: string, pem: string][] = [
      ['gpu box', 'one'],
      ['gpu box', 'another'],
      ['gpu-box', 'a third'],
      ['主机', 'one'],
      ['机器', 'another'],
    ];
    const names = await Promise.all(cases.map(([name, pem]) => authorityFileName(name, pem)));
    assert.equal(new Set(names).size, cases.length);
    for (const name of names) assert.match(name, /^(gpu-box|authority)-[0-9a-f]{16}\.pem$/);
    assert.equal(await authorityFileName('gpu box', 'one'), names[0]);
  });
});

/** What was written, in order. */
async function kept(
  endpoint: EndpointSettings,
  secrets: Readonly<Record<string, string>>,
): Promise<readonly (readonly unknown[])[]> {
  const written: unknown[][] = [];
  const store: DraftStore = {
    keepAuthority: (name, pem) => {
      written.push(['authority', name, pem]);
      return Promise.resolve(`/authorities/${name}`);
    },
    keepSecret: (name, secret) => Promise.resolve(void written.push(['secret', name, secret])),
    keepEndpoint: (entry) => Promise.resolve(void written.push(['endpoint', entry])),
  };
  await keepDraft({ written: '', endpoint, secrets }, store);
  return written;
}
