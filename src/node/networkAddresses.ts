import os from 'node:os';

/** The machine's own addresses, as one text: it differs once a network, a VPN or a cable has come or gone. */
export function networkAddresses(): string {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all
    .filter(({ internal }) => !internal)
    .map(({ cidr, address }) => cidr ?? address)
    .sort()
    .join(' ');
}
