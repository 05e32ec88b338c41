/** Where a secret stands in a text: UTF-16 offsets, `end` not included. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
}

interface SecretKind {
  /** What it looks like in a file of any name: a shape that ordinary code does not have by chance. */
  readonly pattern: RegExp;
  /** Where the secret itself stands, as its group `secret`; the pattern tells where absent. */
  readonly place?: RegExp;
}

// Between the lines of a key: white space, or how a line end is written in a string. Nothing that a line may begin with,
// or there would be too many ways to read one text.
const keyGap = /(?:\\[rn]|[\s"'`,]){1,24}/.source;
const keyLine = /(?:[A-Z][A-Za-z-]{2,20}: [^\n]{1,80}|[A-Za-z0-9+/=]{16,})/.source;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY/.source;
const privateKey = new RegExp(
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/.source +
    `(?<secret>(?:${keyGap}(?:\\+${keyGap})?${keyLine})+(?:${keyGap}[A-Za-z0-9+/=]{1,15}(?=${keyGap}${keyEnd}))?)`,
);
// A text that is cut off above may begin inside of a key.
const restOfPrivateKey = new RegExp(
  `^(?<secret>[A-Za-z0-9+/=]{1,80}(?:${keyGap}[A-Za-z0-9+/=]{1,80}){0,400})${keyGap}${keyEnd}`,
);

const kinds: readonly SecretKind[] = [
  {
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----\s+[A-Za-z0-9+/=:]/,
    place: privateKey,
  },
  // AWS: the secret's own line, or a key id that is not one of the documentation's examples.
  { pattern: /aws_secret_access_key["']?\s*[=:]\s*["']?(?<secret>[A-Za-z0-9/+]{40})\b/i },
  { pattern: /\b(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)(?<secret>[A-Z0-9]{16})\b/ },
  { pattern: /\bgh[pousr]_(?<secret>[A-Za-z0-9]{36,})\b/ },
  { pattern: /\bgithub_pat_(?<secret>[A-Za-z0-9_]{60,})\b/ },
  { pattern: /\bglpat-(?<secret>[A-Za-z0-9_-]{20,})\b/ },
  { pattern: /\bxox[abprs]-(?<secret>[0-9]{8,}-[A-Za-z0-9-]{10,})\b/ },
  { pattern: /\b[sr]k_live_(?<secret>[A-Za-z0-9]{20,})\b/ },
  // Keys of hosted models.
  {
    pattern:
      /(?<![\w-])sk-(?:(?=[A-Za-z0-9]{40,}\b)|(?:proj|svcacct|admin|ant-[a-z]+\d\d)-)(?<secret>[A-Za-z0-9_-]{40,})/,
  },
  { pattern: /\bhf_(?<secret>[A-Za-z0-9]{34})\b/ },
  { pattern: /\bGOCSPX-(?<secret>[A-Za-z0-9_-]{28})(?![\w-])/ },
  { pattern: /\bhooks\.slack\.com\/services\/(?<secret>T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,})\b/ },
  { pattern: /\bAIza(?<secret>[0-9A-Za-z_-]{35})\b/ },
  { pattern: /\bnpm_(?<secret>[A-Za-z0-9]{36})\b/ },
  // Its private key is found as one.
  { pattern: /"type"\s*:\s*"service_account"[\s\S]{0,400}"private_key"/, place: privateKey },
];

// Each pattern holds one of these; looking for them first costs a tenth of the patterns.
const secretHint =
  /PRIVATE KEY|aws_secret|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[sr]k_live_|sk-|hf_|GOCSPX-|hooks\.slack|AIza|npm_|service_account/i;

/** True for text that holds what looks like a private key or an access token, whatever the file is called. */
export function holdsSecret(text: string): boolean {
  return secretHint.test(text) && kinds.some(({ pattern }) => pattern.test(text));
}

const places: readonly RegExp[] = [
  ...new Set([...kinds.map(({ pattern, place = pattern }) => place), restOfPrivateKey]),
].map(({ source, flags }) => new RegExp(source, `${flags}dg`));

/** The secrets themselves, in their order and apart from each other, without what tells their kind. */
export function findSecrets(text: string): SecretSpan[] {
  if (!secretHint.test(text)) return [];
  const spans = places.flatMap((place) =>
    [...text.matchAll(place)].flatMap(({ indices }): SecretSpan[] => {
      const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
      return end > start ? [{ start, end }] : [];
    }),
  );
  return apart(spans);
}

/** In their order, with those that meet or overlap made one. */
export function apart(spans: readonly SecretSpan[]): SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) merged.push(span);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return merged;
}

/** A secret's text with an asterisk for each of its characters; its line ends and quotes stay, as all offsets do. */
export function masked(secret: string): string {
  return secret.replace(/\\[rn]|[\s"'`,]|./g, (found) => (/^(?:\\[rn]|[\s"'`,])$/.test(found) ? found : '*'));
}

/** The text with these secrets masked. */
export function withMasks(text: string, secrets: readonly SecretSpan[]): string {
  let result = '';
  let done = 0;
  for (const { start, end } of secrets) {
    result += text.slice(done, start) + masked(text.slice(start, end));
    done = end;
  }
  return result + text.slice(done);
}

// Behind what tells a secret's kind or begins its string, or as a line of a key: no banner of asterisks.
const MASK = /(?<=[\w"'`=:-] ?|\w\/)\*{8,}|^[\t "'`]*\*{32,}/m;

/** Where a text first holds what `masked` leaves of a secret; undefined where it does not. */
export function maskAt(text: string): number | undefined {
  return MASK.exec(text)?.index;
}
