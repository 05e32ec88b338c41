import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { LoadedModel, InferenceEngine, ModelListing } from '../transport/engine';
import { durationWords } from './setup/pullProgress';

/** A model of a host, and whether the host has it in its memory. */
export interface HostModel {
  readonly listing: ModelListing;
  readonly loaded?: LoadedModel;
}

/** The host's models, loaded ones first, else by name. Throws what the engine throws. */
export async function listHostModels(
  engine: InferenceEngine,
  signal: AbortSignal,
): Promise<readonly HostModel[]> {
  const [listings, loaded] = await Promise.all([engine.listModels(signal), engine.loadedModels(signal)]);
  const models = listings.map((listing): HostModel => {
    const found = loaded.find(({ tag }) => tag === listing.tag);
    return found === undefined ? { listing } : { listing, loaded: found };
  });
  return models.sort(
    (a, b) => Number(isIdle(a)) - Number(isIdle(b)) || a.listing.tag.localeCompare(b.listing.tag),
  );
}

/** `loaded, 4 min left · 7B · Q4_K_M · 4.1 GB`: side bars are narrow. `now` in ms since 1970. */
export function modelWords({ listing, loaded }: HostModel, now: number): string {
  const { parameterSize, quantization, sizeBytes } = listing;
  const size = sizeBytes > 0 ? `${(sizeBytes / 1e9).toPrecision(2)} GB` : undefined;
  const memory = loaded === undefined ? undefined : loadedWords(loaded, now);
  return [memory, parameterSize, quantization, size].filter((part) => part !== undefined).join(' · ');
}

/** What a loaded model takes, and how long it stays. */
export function loadedWords(loaded: LoadedModel, now: number): string {
  const { contextLength } = loaded;
  const memory =
    contextLength === undefined ? t('loaded') : t('loaded with {0} tokens', grouped(contextLength));
  return [memory, ...placeWords(loaded), ...timeLeftWords(loaded, now)].join(t(', '));
}

function placeWords({ sizeBytes, vramBytes }: LoadedModel): readonly string[] {
  if (vramBytes >= sizeBytes) return [];
  return [vramBytes === 0 ? t('on the CPU') : t('partly on the CPU')];
}

/** Ollama's "for ever" is centuries. */
const FOR_EVER_MS = 10 * 365 * 86_400_000;

function timeLeftWords({ expiresAt }: LoadedModel, now: number): readonly string[] {
  const leftMs = (expiresAt ?? now) - now;
  if (leftMs > FOR_EVER_MS) return [t('for good')];
  return leftMs <= 0 ? [] : [t('{0} left', durationWords(leftMs / 1_000))];
}

function isIdle({ loaded }: HostModel): boolean {
  return loaded === undefined;
}
