import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../tools/freePort';
import { startProcessGroup } from '../../../tools/processGroup';
import { waitUntil } from '../../../tools/waitUntil';
import type { KeyPair, TestCertificates } from './certificates';

/** The doors of one nginx before a host, by what is between. All are URLs of 127.0.0.1. */
export interface NginxDoors {
  /** http with a path prefix. */
  readonly prefix: string;
  readonly bearer: string;
  readonly basic: string;
  /** Lets in who sends a header of its own. */
  readonly ownHeader: string;
  /** Holds answers back until they are complete, as nginx does where it is told nothing. */
  readonly buffering: string;
  /** Has its host go on with what its caller has given up. */
  readonly goesOn: string;
  /** Its host is down. */
  readonly badGateway: string;
  /** Sends to another origin. */
  readonly redirect: string;
  readonly https: string;
  /** Shows its authority too. */
  readonly httpsChain: string;
  readonly expired: string;
  readonly wrongName: string;
  /** Wants a certificate of the client. */
  readonly clientCertificate: string;
  /** TLS, a key and a path prefix at once. */
  readonly team: string;
}

export interface Nginx {
  readonly doors: NginxDoors;
  /** Whether a request with this in its path has reached it; a request is logged when it has ended. */
  hasLogged(part: string): boolean;
  stop(): Promise<void>;
}

const PREFIX = '/models/ollama';
export const BEARER = 'Bearer key-of-the-team';
export const OWN_HEADER = { name: 'X-Api-Key', value: 'key of its own' };
export const BASIC_LOGIN = { user: 'ada', password: 'correct horse' };

/** Whether nginx can be had, and if not, why. */
export function nginxMissing(): string | undefined {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore', env: withSbin() });
    return undefined;
  } catch {
    return 'nginx is not installed (Debian: apt install nginx-light)';
  }
}

/** Starts nginx in front of a host. `elsewhere` is where its redirect leads. */
export async function startNginx(
  folder: string,
  { upstream, elsewhere, certificates }: NginxTargets,
): Promise<Nginx> {
  const ports = new Map<keyof NginxDoors, number>();
  for (const door of doorNames) ports.set(door, await freePort());
  const at = (door: keyof NginxDoors): number => ports.get(door) ?? 0;
  const hash = execFileSync('openssl', ['passwd', '-apr1', BASIC_LOGIN.password], {
    encoding: 'utf8',
  }).trim();
  fs.writeFileSync(path.join(folder, 'htpasswd'), `${BASIC_LOGIN.user}:${hash}\n`);
  const tls = (pair: KeyPair): string => `ssl_certificate ${pair.cert}; ssl_certificate_key ${pair.key};`;
  const pass = `location / { proxy_pass ${upstream}; }`;
  const prefixed = `location ${PREFIX}/ { proxy_pass ${upstream}/; }`;
  const servers: Readonly<Record<keyof NginxDoors, string>> = {
    prefix: prefixed,
    bearer: `if ($http_authorization != "${BEARER}") { return 401; } ${pass}`,
    basic: `auth_basic models; auth_basic_user_file ${folder}/htpasswd; ${pass}`,
    ownHeader: `if ($http_x_api_key != "${OWN_HEADER.value}") { return 403; } ${pass}`,
    // The host of the tests writes so quickly that nginx's usual 4 KB would be full before anybody could tell.
    buffering: `proxy_buffering on; proxy_buffer_size 64k; proxy_buffers 4 64k; proxy_busy_buffers_size 64k; proxy_http_version 1.0; ${pass}`,
    // It keeps what it gets, so that it goes on even where handing on fails; in buffers too small to hold a stream back.
    goesOn: `proxy_ignore_client_abort on; proxy_store ${folder}/stored$uri; proxy_buffering on; proxy_buffer_size 1k; proxy_buffers 4 1k; proxy_busy_buffers_size 2k; ${pass}`,
    badGateway: `location / { proxy_pass http://127.0.0.1:${await freePort()}; }`,
    redirect: `location / { return 307 ${elsewhere}$request_uri; }`,
    https: `${tls(certificates.server)} ${pass}`,
    httpsChain: `${tls(certificates.serverChain)} ${pass}`,
    expired: `${tls(certificates.expired)} ${pass}`,
    wrongName: `${tls(certificates.wrongName)} ${pass}`,
    clientCertificate: `${tls(certificates.server)} ssl_client_certificate ${certificates.ca}; ssl_verify_client on; ${pass}`,
    team: `${tls(certificates.server)} if ($http_authorization != "${BEARER}") { return 401; } ${prefixed}`,
  };
  fs.writeFileSync(path.join(folder, 'nginx.conf'), configuration(folder, servers, at));
  const nginx = startProcessGroup('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], {
    cwd: folder,
    env: withSbin(),
    logFile: path.join(folder, 'nginx.log'),
  });
  await waitUntil(() => fs.existsSync(path.join(folder, 'nginx.pid')), { timeoutMs: 30_000, what: 'nginx' });
  const url = (door: keyof NginxDoors): string => {
    const scheme = servers[door].includes('ssl_certificate') ? 'https' : 'http';
    return `${scheme}://127.0.0.1:${at(door)}${servers[door].includes(PREFIX) ? PREFIX : ''}`;
  };
  const doors = Object.fromEntries(doorNames.map((door) => [door, url(door)])) as unknown as NginxDoors;
  const hasLogged = (part: string): boolean =>
    fs.readFileSync(path.join(folder, 'access.log'), 'utf8').includes(part);
  return { doors, hasLogged, stop: () => nginx.stop(5_000) };
}

export interface NginxTargets {
  readonly upstream: string;
  readonly elsewhere: string;
  readonly certificates: TestCertificates;
}

const doorNames = [
  'prefix', 'bearer', 'basic', 'ownHeader', 'buffering', 'goesOn', 'badGateway', 'redirect', 'https', 'httpsChain', 'expired',
  'wrongName', 'clientCertificate', 'team',
] as const; // prettier-ignore

function configuration(
  folder: string,
  servers: Readonly<Record<keyof NginxDoors, string>>,
  at: (door: keyof NginxDoors) => number,
): string {
  const blocks = doorNames.map((door) => {
    const ssl = servers[door].includes('ssl_certificate') ? ' ssl' : '';
    const buffering = servers[door].includes('proxy_buffering') ? '' : 'proxy_buffering off;';
    return `server { listen 127.0.0.1:${at(door)}${ssl}; ${buffering} ${servers[door]} }`;
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log info;
events { worker_connections 256; }
http {
  access_log ${folder}/access.log;
  ${temporary.join('\n  ')}
  client_max_body_size 64m;
  proxy_http_version 1.1;
  proxy_read_timeout 600s;
  ${blocks.join('\n  ')}
}
`;
}

/** Debian keeps servers where ordinary users don't look. */
function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };
}
