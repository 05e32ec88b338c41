/** Shorter values are words such as `1` or `yes`, and blanking those would make texts unreadable. */
const SHORTEST_SECRET = 4;

/** Takes secrets out of texts, in whatever form a host or proxy may repeat them. */
export interface Blanker {
  readonly add: (secret: string) => void;
  /** The text with stars for each secret. */
  readonly clean: (text: string) => string;
}

export function createBlanker(secrets: readonly string[] = []): Blanker {
  const known = new Set<string>();
  let forms: readonly string[] = [];
  const add = (secret: string): void => {
    if (known.has(secret)) return;
    known.add(secret);
    // The longest first, since one may hold another.
    forms = [...new Set([...forms, ...secretForms(secret)])].sort((a, b) => b.length - a.length);
  };
  secrets.forEach(add);
  return { add, clean: (text) => forms.reduce((clean, form) => clean.replaceAll(form, '***'), text) };
}

/** A secret as it was given, what is secret in it, and each of these as URLs, JSON and HTML write it. */
function secretForms(given: string): readonly string[] {
  const value = given.trim();
  const parts = [value, ...afterScheme(value), ...cookieValues(value)];
  return [...parts, ...parts.flatMap(basicLogin)]
    .flatMap((part) => [part, inUrl(part), decoded(part), inJson(part), inHtml(part)])
    .filter((form) => form.length >= SHORTEST_SECRET);
}

/** The login of a URL as it stands there, its password, and the login as `Basic` sends it. */
export function loginOfUrl(url: string): readonly string[] {
  const login = /^[a-z0-9+.-]+:\/\/(.*)@/is.exec(url)?.[1] ?? '';
  if (login === '') return [];
  const plain = `${decoded(userOf(login))}:${decoded(passwordOf(login))}`;
  return [login, passwordOf(login), btoa(String.fromCharCode(...new TextEncoder().encode(plain)))];
}

/** `Bearer KEY`, `Token KEY`, `ApiKey KEY`. */
function afterScheme(value: string): readonly string[] {
  const credentials = /^[a-z][\w-]*\s+(.+)$/i.exec(value)?.[1];
  return credentials === undefined ? [] : [credentials];
}

function cookieValues(value: string): readonly string[] {
  return value.split(';').flatMap((pair) => /^\s*[\w-]+=(.+)$/.exec(pair)?.[1] ?? []);
}

/** Where a value is the base64 of `user:password`: that, and the password alone. */
function basicLogin(value: string): readonly string[] {
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value)) return [];
  try {
    const bytes = Uint8Array.from(atob(value), (each) => each.charCodeAt(0));
    const login = new TextDecoder().decode(bytes);
    return login.includes(':') ? [login, passwordOf(login)] : [];
  } catch {
    return []; // Not base64, so there is no login in it to hide.
  }
}

function userOf(login: string): string {
  return login.split(':', 1)[0] ?? '';
}

function passwordOf(login: string): string {
  return login.slice(login.indexOf(':') + 1);
}

function inUrl(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // Half a pair of surrogates has no form in URLs.
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone % stands for itself.
  }
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => HTML_SIGNS[sign] ?? sign);
}

const HTML_SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
