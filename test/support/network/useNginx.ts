import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { skipBecause } from '../skip';
import { makeCertificates, type TestCertificates } from './certificates';
import { nginxMissing, startNginx, type NginxDoors } from './nginx';

export interface NginxInUse {
  readonly doors: NginxDoors;
  readonly certificates: TestCertificates;
}

/** An nginx in front of a host for the tests of a suite, which skip where there is none. */
export function useNginx(upstream: () => string): () => NginxInUse {
  const folder = temporaryFolder('nginx');
  let inUse: NginxInUse | undefined;
  let stop: (() => Promise<void>) | undefined;
  before(async function () {
    const missing = nginxMissing();
    if (missing !== undefined) skipBecause(this, missing, 'nginx');
    const certificates = makeCertificates(folder.path);
    const at = path.join(folder.path, 'nginx');
    mkdirSync(at);
    const nginx = await startNginx(at, { upstream: upstream(), elsewhere: upstream(), certificates });
    inUse = { doors: nginx.doors, certificates };
    stop = () => nginx.stop();
  });
  after(async () => {
    await stop?.();
    folder.remove();
  });
  return () => {
    if (inUse === undefined) throw new Error('nginx is there from the first test on.');
    return inUse;
  };
}
