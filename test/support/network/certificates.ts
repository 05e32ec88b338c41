import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Files in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface TestCertificates {
  readonly ca: string;
  /** For 127.0.0.1, 127.0.0.2 and gpu-box.test. */
  readonly server: KeyPair;
  /** The same with the authority's behind it. */
  readonly serverChain: KeyPair;
  readonly expired: KeyPair;
  /** For other.test alone. */
  readonly wrongName: KeyPair;
  readonly client: KeyPair;
  /** The client's key behind the passphrase "open sesame". */
  readonly lockedKey: string;
  /** Of another authority, unknown to the host. */
  readonly strangerClient: KeyPair;
}

/** Makes a private authority and its certificates with openssl. Throws where there is none. */
export function makeCertificates(folder: string): TestCertificates {
  const own = createAuthority(path.join(folder, 'ca'), 'Fillwright Test CA');
  const other = createAuthority(path.join(folder, 'other'), 'Somebody Else CA');
  const names = 'DNS:gpu-box.test,IP:127.0.0.1,IP:127.0.0.2';
  const client = own.issue('client', { names: 'DNS:client.test' });
  const lockedKey = path.join(folder, 'locked.key');
  openssl('pkey', '-in', client.key, '-aes256', '-passout', 'pass:open sesame', '-out', lockedKey);
  const server = own.issue('server', { names });
  const serverChain = { ...server, cert: path.join(folder, 'chain.pem') };
  fs.writeFileSync(serverChain.cert, [server.cert, own.file].map((file) => fs.readFileSync(file)).join(''));
  return {
    ca: own.file,
    server,
    serverChain,
    expired: own.issue('expired', { names, from: '20200101000000Z', to: '20210101000000Z' }),
    wrongName: own.issue('wrong-name', { names: 'DNS:other.test' }),
    client,
    lockedKey,
    strangerClient: other.issue('stranger', { names: 'DNS:stranger.test' }),
  };
}

interface Authority {
  readonly file: string;
  issue(
    name: string,
    what: { readonly names: string; readonly from?: string; readonly to?: string },
  ): KeyPair;
}

function createAuthority(folder: string, name: string): Authority {
  fs.mkdirSync(path.join(folder, 'issued'), { recursive: true });
  const at = (file: string): string => path.join(folder, file);
  fs.writeFileSync(at('index.txt'), '');
  fs.writeFileSync(at('ca.cnf'), authorityConfig(folder));
  openssl(
    'req', '-x509', ...newKey(at('ca.key')), '-out', at('ca.pem'), '-days', '30', '-subj', `/O=Tests/CN=${name}`,
    '-addext', 'basicConstraints=critical,CA:true', '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
  ); // prettier-ignore
  return {
    file: at('ca.pem'),
    issue: (what, { names, from, to }) => {
      const pair = { cert: at(`${what}.pem`), key: at(`${what}.key`) };
      openssl('req', '-new', ...newKey(pair.key), '-out', at(`${what}.csr`), '-subj', `/O=Tests/CN=${what}`);
      fs.writeFileSync(at(`${what}.ext`), `subjectAltName=${names}\n`);
      const dates =
        from === undefined || to === undefined ? ['-days', '30'] : ['-startdate', from, '-enddate', to];
      openssl(
        'ca', '-batch', '-config', at('ca.cnf'), '-in', at(`${what}.csr`), '-out', pair.cert, '-notext',
        '-extfile', at(`${what}.ext`), ...dates,
      ); // prettier-ignore
      return pair;
    },
  };
}

function newKey(file: string): string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file];
}

function authorityConfig(folder: string): string {
  return `
[ca]
default_ca = own
[own]
database = ${folder}/index.txt
new_certs_dir = ${folder}/issued
certificate = ${folder}/ca.pem
private_key = ${folder}/ca.key
rand_serial = yes
default_md = sha256
policy = any
[any]
organizationName = optional
commonName = supplied
`;
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
