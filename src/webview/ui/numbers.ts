import { t } from '../l10n';

const thousand = 1_000;

/** A count of tokens in few signs: 812, 3.2K, 128K. */
export function shortCount(count: number): string {
  if (count < thousand) return String(count);
  const thousands = count / thousand;
  return `${thousands < 10 ? thousands.toFixed(1).replace(/\.0$/, '') : Math.round(thousands)}K`;
}

/** A duration as people say it: 0.8 s, 14 s, 2 min 5 s. */
export function duration(ms: number): string {
  const seconds = ms / thousand;
  if (seconds < 9.95) return t('{0} s', seconds.toFixed(1));
  if (seconds < 60) return t('{0} s', Math.round(seconds));
  return t('{0} min {1} s', Math.floor(seconds / 60), Math.round(seconds) % 60);
}

const bytesPerGigabyte = 1_000_000_000;

export function gigabytes(bytes: number): string {
  return t('{0} GB', (bytes / bytesPerGigabyte).toFixed(1));
}

const msPerDay = 86_400_000;

/** When something was, in words of the user's language: 5 minutes ago, yesterday, a date. */
export function ago(at: number, now: number, language: string): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const minutes = Math.round((at - now) / 60_000);
  if (minutes > -60) return relative.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (hours > -24) return relative.format(hours, 'hour');
  if (now - at < 7 * msPerDay) return relative.format(Math.round(hours / 24), 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
}
