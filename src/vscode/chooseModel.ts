import { t } from '../common/l10n';
import * as vscode from 'vscode';
import { canComplete, type OfferedModel } from '../hosts/modelOffer';
import type { EndpointSettings } from '../settings/settings';
import { withModel } from './endpointEdit';

export interface ModelSource {
  /** The endpoint that serves completion; undefined where none is configured. */
  endpoint(): EndpointSettings | undefined;
  offers(endpoint: EndpointSettings, signal: AbortSignal): Promise<readonly OfferedModel[]>;
}

/** Lets the user choose among the host's models and writes the choice into the user settings. */
export async function chooseModel(source: ModelSource): Promise<void> {
  const endpoint = source.endpoint();
  if (endpoint === undefined)
    throw new Error(t('No endpoint serves completion: name one in fillwright.endpoints.'));
  const offers = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Asking {0} for its models', endpoint.name),
      cancellable: true,
    },
    (_, token) => askFor(source, endpoint, token),
  );
  if (offers === undefined) return;
  if (offers.length === 0) throw new Error(t('{0} has no models yet: pull one on the host.', endpoint.name));
  const chosen = await pickModel(offers, endpoint);
  if (chosen !== undefined) await writeChoice(endpoint, chosen);
}

async function askFor(
  source: ModelSource,
  endpoint: EndpointSettings,
  token: vscode.CancellationToken,
): Promise<readonly OfferedModel[] | undefined> {
  const cancelled = new AbortController();
  const link = token.onCancellationRequested(() => cancelled.abort());
  try {
    return await source.offers(endpoint, cancelled.signal);
  } catch (thrown) {
    if (cancelled.signal.aborted) return undefined;
    throw thrown;
  } finally {
    link.dispose();
  }
}

async function pickModel(
  offers: readonly OfferedModel[],
  endpoint: EndpointSettings,
): Promise<string | undefined> {
  const present = endpoint.roles.completion?.model;
  const items = offers.map((offer) => ({
    label: `${offer.listing.tag === present ? '$(check) ' : ''}${offer.listing.tag}`,
    description: [offer.listing.parameterSize, offer.listing.quantization].filter(Boolean).join(' '),
    detail: 'family' in offer.fim ? t('Completes code ({0})', offer.fim.family) : offer.fim.explanation,
    offer,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Model for completion on {0}', endpoint.name),
    placeHolder: t('Base models that were trained for fill-in-the-middle complete code'),
    matchOnDetail: true,
  });
  if (picked === undefined) return undefined;
  if (!canComplete(picked.offer))
    throw new Error(t("{0} can't complete code. {1}", picked.offer.listing.tag, picked.detail));
  return picked.offer.listing.tag;
}

async function writeChoice(endpoint: EndpointSettings, model: string): Promise<void> {
  const config = vscode.workspace.getConfiguration('fillwright');
  const written = config.inspect<unknown>('endpoints')?.globalValue;
  const changed = withModel(written, endpoint, model);
  await config.update('endpoints', changed, vscode.ConfigurationTarget.Global);
}
