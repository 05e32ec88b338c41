import { t } from '../common/l10n';
import type { Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../transport/certificate';

/** Sees a socket's certificate as soon as the handshake is over, and before it is found wanting. */
export function watchCertificate(socket: Socket): () => CertificateFacts | undefined {
  let seen: CertificateFacts | undefined;
  const look = (): void => {
    if (isTls(socket)) seen = certificateFacts(socket.getPeerCertificate());
  };
  if (isHandshaking(socket)) socket.prependOnceListener('secure', look);
  return () => seen;
}

export function isTls(socket: Socket): socket is TLSSocket {
  return (socket as Partial<TLSSocket>).encrypted === true;
}

export function isHandshaking(socket: Socket): boolean {
  return (socket as Socket & { secureConnecting?: boolean }).secureConnecting === true;
}

/** Undefined where the host showed no certificate. */
export function certificateFacts(peer: Partial<PeerCertificate>): CertificateFacts | undefined {
  if (peer.fingerprint256 === undefined) return undefined;
  return {
    subject: nameWords(peer.subject),
    issuer: nameWords(peer.issuer),
    sha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
    validFrom: Date.parse(peer.valid_from ?? ''),
    validTo: Date.parse(peer.valid_to ?? ''),
    names: peer.subjectaltname ?? '',
  };
}

function nameWords(name: object | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return parts.length === 0 ? t('nobody') : parts.reverse().join(', ');
}
