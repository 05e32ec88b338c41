import { t } from '../common/l10n';
import type { Log } from '../common/log';
import type { FailedCheck } from '../hosts/diagnosis/check';
import { doorOf, isLoopback } from '../hosts/diagnosis/door';

/** The machine that requests are made from. With a remote window it may not be the one the user types on. */
export interface CallSite {
  /** What it calls itself. */
  readonly machine: string;
  /** The kind of remote window (`ssh-remote`, `wsl`, `dev-container`, …); undefined in a local one. */
  readonly remote: string | undefined;
  /** On which side of a remote window the extension runs: the user's own, or the remote one. */
  readonly side: 'own' | 'remote';
  /** Whether it could run on the other side: in a browser there is only the remote one. */
  readonly hasOtherSide: boolean;
}

/** The machine, for a sentence. */
export function callerWords({ machine, remote, side }: CallSite): string {
  if (remote === undefined) return t('this machine ({0})', machine);
  if (side === 'own') return t('the machine you type on ({0})', machine);
  return t('{0}, the remote machine of this window ({1}), where "localhost" is not yours', machine, remote);
}

/** What has the extension run on the other side of a remote window. */
export interface OtherSide {
  readonly site: CallSite;
  readonly run: () => Promise<void>;
}

/**
 * Whether a failed check may pass on the other side: not reached from here, or something else answers on this machine's
 * own port.
 */
export function otherSideMayHelp({ hasOtherSide }: CallSite, { name, url }: FailedCheck): boolean {
  if (!hasOtherSide) return false;
  if (name === 'name' || name === 'tcp') return true;
  return (name === 'http' || name === 'engine') && isLocal(url);
}

/** An entry of a list that leads to the other side. */
export function otherSideLabel({ side }: CallSite): string {
  return side === 'own'
    ? t('$(remote) Run Fillwright on the remote machine instead')
    : t('$(remote) Run Fillwright on your own machine instead');
}

/** What a remote window adds to a failure: from where the request was made, and how to make it from elsewhere. */
export function siteWords(site: CallSite, endpointUrl: string): readonly string[] {
  return site.remote === undefined ? [] : [...sidesWords(site), addressWords(site, endpointUrl)];
}

/** The same where one sentence more would be too many. */
export function sidesWords(site: CallSite): readonly string[] {
  if (site.remote === undefined) return [];
  return [t('The request was made from {0}.', callerWords(site)), ...otherSideWords(site)];
}

/** In a remote window, which machine an endpoint on `localhost` is. */
export function localhostWords(site: CallSite, endpointUrl: string | undefined): readonly string[] {
  if (site.remote === undefined || endpointUrl === undefined || !isLocal(endpointUrl)) return [];
  return site.side === 'own'
    ? [t('"localhost" is {0}, your own machine.', site.machine)]
    : [t('"localhost" is {0}, the remote one.', site.machine)];
}

function otherSideWords({ hasOtherSide, side }: CallSite): readonly string[] {
  if (!hasOtherSide) return [];
  return side === 'own'
    ? [t('If the host is there, run Fillwright on the remote machine instead: the menu does it.')]
    : [t('If the host is there, run Fillwright on your own machine instead: the menu does it.')];
}

function addressWords({ machine }: CallSite, endpointUrl: string): string {
  return isLocal(endpointUrl)
    ? t('If the host is elsewhere, name it by an address that {0} can reach, in place of localhost.', machine)
    : t('Make sure that {0} can reach {1}.', machine, endpointUrl);
}

function isLocal(url: string): boolean {
  return isLoopback(doorOf(url).host);
}

/** A log whose warnings say which machine the request was made from, where that is in doubt. */
export function siteLog(log: Log, { machine, remote }: CallSite): Log {
  return remote === undefined ? log : { ...log, warn: (message) => log.warn(`${message} (from ${machine})`) };
}
