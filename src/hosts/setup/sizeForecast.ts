import { t } from '../../common/l10n';
import { rounded } from '../diagnosis/facts';
import { durationWords } from './pullProgress';

/** What a test completion showed of a host: how fast it runs one model. */
export interface MeasuredModel {
  readonly tag: string;
  readonly weightsBytes: number;
  /** Undefined where the host does not tell. */
  readonly parameters?: number;
  readonly readPerSecond: number;
  readonly writtenPerSecond: number;
  readonly place: 'gpu' | 'partly' | 'cpu';
}

/** A model that the host may not have. */
export interface ModelSize {
  readonly weightsBytes: number;
  readonly parameters: number;
}

export interface SpeedForecast {
  readonly readPerSecond: number;
  readonly writtenPerSecond: number;
  /** From a key to a whole line, in ms. */
  readonly lineMs: number;
}

/** What a key changes in a prompt, and what a line of code has, in tokens. */
const KEY_TOKENS = 64;
const LINE_TOKENS = 15;
/** Such a model spends much of its time on other things than its weights. */
const TINY_BYTES = 0.3e9;
/** Who types on has no use for what comes later. */
const USEFUL_LINE_MS = 1_000;

/**
 * Reading takes time by the parameters, for it is arithmetic; writing by the bytes of the weights, for each token reads
 * all of them from memory. Both hold for models whose every parameter takes part.
 */
export function forecastSpeed(measured: MeasuredModel, size: ModelSize): SpeedForecast {
  const readPerSecond = measured.readPerSecond * readingShare(measured, size);
  const writtenPerSecond = measured.writtenPerSecond * (measured.weightsBytes / size.weightsBytes);
  const lineMs = (KEY_TOKENS / readPerSecond + LINE_TOKENS / writtenPerSecond) * 1_000;
  return { readPerSecond, writtenPerSecond, lineMs };
}

export function isQuickEnough({ lineMs }: SpeedForecast): boolean {
  return lineMs <= USEFUL_LINE_MS;
}

/** `a line in 0.9 s: reads 270 tokens/s = 1,400 × 1.3B ÷ 6.7B, writes 20 = 95 × 870 MB ÷ 4.1 GB` */
export function forecastWords(measured: MeasuredModel, other: ModelSize): string {
  const { readPerSecond, writtenPerSecond, lineMs } = forecastSpeed(measured, other);
  const weights = `${size(measured.weightsBytes)} ÷ ${size(other.weightsBytes)}`;
  const parameters =
    measured.parameters === undefined
      ? weights
      : `${count(measured.parameters)} ÷ ${count(other.parameters)}`;
  return t(
    'a line in {0}: reads {1} tokens/s = {2} × {3}, writes {4} = {5} × {6}',
    lineWords(lineMs),
    rounded(readPerSecond),
    rounded(measured.readPerSecond),
    parameters,
    rounded(writtenPerSecond),
    rounded(measured.writtenPerSecond),
    weights,
  );
}

/** What the forecasts stand on. */
export function measuredWords({ tag, readPerSecond, writtenPerSecond, place }: MeasuredModel): string {
  const where = { gpu: t('on the GPU'), partly: t('partly on the CPU'), cpu: t('on the CPU') }[place];
  return t(
    '{0} {1} reads {2} tokens/s and writes {3}',
    tag,
    where,
    rounded(readPerSecond),
    rounded(writtenPerSecond),
  );
}

/** How the forecasts are reckoned, for people. */
export function forecastRule({ weightsBytes }: MeasuredModel): string {
  if (weightsBytes < TINY_BYTES)
    return t('Estimates from a tiny model: others are likely quicker than reckoned from it');
  return t(
    'Estimates: reading by parameters, writing by weights; a line: {0} tokens read, {1} written',
    KEY_TOKENS,
    LINE_TOKENS,
  );
}

function readingShare(measured: MeasuredModel, size: ModelSize): number {
  // Where the host tells no parameters, both are taken to be quantised alike.
  if (measured.parameters === undefined) return measured.weightsBytes / size.weightsBytes;
  return measured.parameters / size.parameters;
}

function lineWords(ms: number): string {
  if (ms >= 10_000) return durationWords(ms / 1_000);
  return t('{0} s', Math.max(0.1, ms / 1_000).toFixed(1));
}

function count(parameters: number): string {
  const millions = Number((parameters / 1e6).toPrecision(2));
  return millions < 1_000 ? `${millions}M` : `${millions / 1_000}B`;
}

function size(bytes: number): string {
  const megabytes = Number((bytes / 1e6).toPrecision(2));
  return megabytes < 1_000 ? `${megabytes} MB` : `${megabytes / 1_000} GB`;
}
