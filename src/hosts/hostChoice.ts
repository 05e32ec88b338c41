import type { HostStrategy } from '../settings/settings';

/** What the choice of a host is made by. */
export interface HostFacts {
  /** Its model is open: it can answer now. */
  readonly isOpen: boolean;
  /** It has failed, and it is too early to look again. */
  readonly isResting: boolean;
  /** It has not failed lately. */
  readonly isTrusted: boolean;
  /** Measured time to the first token; undefined until there are enough measurements. */
  readonly firstTokenMs: number | undefined;
}

/** The host that a document was answered by last. */
export interface OwnHost {
  readonly index: number;
  readonly idleMs: number;
}

/** While somebody works at a document, its host has the prompt in its cache: another would have to read it all. */
const STICKY_MS = 10_000;
/** Another host must be faster by this factor to be worth the move. */
const WORTH_MOVING = 1.5;

/** The hosts, as indexes, in the order in which a request should try them. */
export function hostOrder(
  hosts: readonly HostFacts[],
  strategy: HostStrategy,
  own: OwnHost | undefined,
): readonly number[] {
  const ranks = hosts.map((host, index) => [
    standing(host, own?.index === index && own.idleMs < STICKY_MS),
    strategy === 'fastest' ? slowness(host, own?.index === index) : 0,
    index,
  ]);
  return hosts.map((_, index) => index).sort((a, b) => compare(ranks[a] ?? [], ranks[b] ?? []));
}

function standing(host: HostFacts, isSticky: boolean): number {
  if (host.isOpen) return isSticky ? 0 : host.isTrusted ? 1 : 2;
  return host.isResting ? 4 : 3;
}

/** One that is not measured yet comes first where no host has the document: so it gets measured. */
function slowness({ firstTokenMs }: HostFacts, isOwn: boolean): number {
  if (firstTokenMs === undefined) return 0;
  return isOwn ? firstTokenMs / WORTH_MOVING : firstTokenMs;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((value, index) => value !== b[index]);
  return different < 0 ? 0 : (a[different] ?? 0) - (b[different] ?? 0);
}
