import assert from 'node:assert/strict';
import { silentLog } from '../../../src/common/log';
import {
  callerWords,
  localhostWords,
  otherSideMayHelp,
  siteLog,
  siteWords,
  type CallSite,
} from '../../../src/vscode/callSite';

const local: CallSite = { machine: 'desk', remote: undefined, side: 'remote', hasOtherSide: false };
const remote: CallSite = { machine: 'server7', remote: 'ssh-remote', side: 'remote', hasOtherSide: true };
const ownSide: CallSite = { machine: 'desk', remote: 'wsl', side: 'own', hasOtherSide: true };
const inBrowser: CallSite = { ...remote, remote: 'code.example.org', hasOtherSide: false };
const loopback = 'http://localhost:11434';

describe('the machine that requests are made from', () => {
  const callers: readonly (readonly [string, CallSite, RegExp])[] = [
    ['a local window', local, /^this machine \(desk\)$/],
    [
      'the remote side',
      remote,
      /^server7, the remote machine of this window \(ssh-remote\), where "localhost"/,
    ],
    ['the own side of a remote window', ownSide, /^the machine you type on \(desk\)$/],
  ];
  for (const [where, site, words] of callers) {
    it(`is named in ${where}`, () => {
      assert.match(callerWords(site), words);
    });
  }

  it('is no matter in a local window', () => {
    assert.deepEqual([...siteWords(local, loopback), ...localhostWords(local, loopback)], []);
  });

  it('is told with a failure, and the other one offered', () => {
    const [called, other, address] = siteWords(remote, loopback);
    assert.match(called ?? '', /made from server7/);
    assert.match(other ?? '', /run Fillwright on your own machine instead/);
    assert.match(address ?? '', /that server7 can reach, in place of localhost/);
    assert.match(siteWords(ownSide, loopback)[1] ?? '', /run Fillwright on the remote machine instead/);
  });

  it('is asked to reach an address that is not localhost', () => {
    const [, , address] = siteWords(remote, 'http://gpu-box:11434');
    assert.match(address ?? '', /Make sure that server7 can reach http:\/\/gpu-box/);
  });

  it('can be no other one in a browser', () => {
    assert.doesNotMatch(siteWords(inBrowser, loopback).join(' '), /run Fillwright/);
  });

  it('is what localhost means', () => {
    assert.deepEqual(localhostWords(remote, 'http://127.0.0.1:1'), [
      '"localhost" is server7, the remote one.',
    ]);
    assert.deepEqual(localhostWords(ownSide, 'http://[::1]:1'), ['"localhost" is desk, your own machine.']);
    assert.deepEqual(localhostWords(remote, 'http://gpu-box:1'), []);
    assert.deepEqual(localhostWords(remote, undefined), []);
  });

  const failures = [
    { name: 'name', url: 'http://gpu-box:11434', helps: true },
    { name: 'tcp', url: 'http://gpu-box:11434', helps: true },
    { name: 'tcp', url: loopback, helps: true },
    { name: 'http', url: loopback, helps: true },
    { name: 'engine', url: loopback, helps: true },
    { name: 'engine', url: 'http://gpu-box:11434', helps: false },
    { name: 'address', url: loopback, helps: false },
    { name: 'login', url: loopback, helps: false },
    { name: 'streaming', url: loopback, helps: false },
  ] as const;
  for (const { helps, ...failed } of failures) {
    it(`${helps ? 'may be' : 'is not'} the reason where ${failed.name} fails at ${failed.url}`, () => {
      assert.equal(otherSideMayHelp(remote, failed), helps);
      assert.equal(otherSideMayHelp(ownSide, failed), helps);
      for (const site of [local, inBrowser]) assert.equal(otherSideMayHelp(site, failed), false);
    });
  }

  it('stands in the log with what failed', () => {
    const lines: string[] = [];
    const log = { ...silentLog, warn: (message: string) => lines.push(message) };
    siteLog(log, remote).warn('refused');
    siteLog(log, local).warn('refused');
    assert.deepEqual(lines, ['refused (from server7)', 'refused']);
  });
});
