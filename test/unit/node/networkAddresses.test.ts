import assert from 'node:assert/strict';
import os from 'node:os';
import { networkAddresses } from '../../../src/node/networkAddresses';

describe("the machine's addresses", () => {
  const own = os.networkInterfaces;
  afterEach(() => {
    os.networkInterfaces = own;
  });

  it('read the same in whatever order the machine lists them, without its loopback', () => {
    const cable = address('192.0.2.7', '192.0.2.7/24');
    const vpn = address('198.51.100.3', null);
    const loopback = { ...address('127.0.0.1', '127.0.0.1/8'), internal: true };
    os.networkInterfaces = () => ({ lo: [loopback], eth0: [cable], tun0: [vpn] });
    const before = networkAddresses();
    os.networkInterfaces = () => ({ tun0: [vpn], eth0: [cable], lo: [loopback] });
    assert.equal(networkAddresses(), before);
    assert.equal(before, '192.0.2.7/24 198.51.100.3');
  });

  it('differ once a network has gone', () => {
    os.networkInterfaces = () => ({ eth0: [address('192.0.2.7', '192.0.2.7/24')] });
    const before = networkAddresses();
    os.networkInterfaces = () => ({ eth0: undefined });
    assert.notEqual(networkAddresses(), before);
  });
});

function address(text: string, cidr: string | null): os.NetworkInterfaceInfo {
  return { address: text, cidr, netmask: '', mac: '', family: 'IPv4', internal: false };
}
