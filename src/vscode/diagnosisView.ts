import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { isAbort } from '../common/abort';
import { disposable, DisposableStore, type Disposable } from '../common/disposable';
import { redactedResult, type CheckName, type CheckResult } from '../hosts/diagnosis/check';
import { diagnose } from '../hosts/diagnosis/diagnose';
import type { DiagnosisPorts } from '../hosts/diagnosis/ports';
import { diagnosisMarkdown, type ReportHead } from '../hosts/diagnosis/report';
import type { EndpointSettings } from '../settings/settings';
import { otherSideMayHelp, siteWords, type OtherSide } from './callSite';
import { createMarkdownPage, type MarkdownPage } from './markdownPage';

export interface DiagnosisSource {
  endpoints(): readonly EndpointSettings[];
  ports(): DiagnosisPorts;
  /** Takes every known secret out of a text, stored ones included. */
  redactor(): Promise<(text: string) => string>;
  readonly version: string;
  readonly otherSide: OtherSide;
}

/** Diagnoses a host while one looks on, in a document that grows line by line and can be copied. */
export interface DiagnosisView extends Disposable {
  /** Asks which host where there are several and none is given. */
  show(endpoint?: EndpointSettings): Promise<void>;
}

export function createDiagnosisView(source: DiagnosisSource): DiagnosisView {
  const store = new DisposableStore();
  const page = store.add(createMarkdownPage('fillwright-diagnosis'));
  let running = new AbortController();
  store.add(disposable(() => running.abort()));
  return {
    show: async (given) => {
      const endpoint = given ?? (await pickEndpoint(source.endpoints()));
      if (endpoint === undefined) return;
      running.abort();
      running = new AbortController();
      const { signal } = running;
      try {
        const moves = await runDiagnosis(endpoint, source, page, signal);
        if (moves !== undefined) await offerOtherSide(moves, source.otherSide);
      } catch (thrown) {
        if (!isAbort(thrown) || !signal.aborted) throw thrown; // A newer diagnosis has taken the page over.
      }
    },
    dispose: () => store.dispose(),
  };
}

/** @returns the sentence to offer the other side with, where what failed may pass there */
async function runDiagnosis(
  endpoint: EndpointSettings,
  source: DiagnosisSource,
  page: MarkdownPage,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ports = source.ports();
  const redact = await source.redactor();
  const head: ReportHead = {
    endpoint: redact(endpoint.name),
    url: redact(endpoint.url),
    caller: ports.caller,
    version: source.version,
  };
  const results: CheckResult[] = [];
  const write = (next: CheckName | undefined): void => {
    if (!signal.aborted) page.write(diagnosisMarkdown(head, results, next));
  };
  const watch = {
    started: write,
    // As it was said: the table's escapes would hide a secret from what looks for it.
    ended: (result: CheckResult) => results.push(redactedResult(result, redact)),
  };
  write('address');
  await page.show(t('Diagnosis of {0}', endpoint.name));
  const { facts } = await diagnose({ written: endpoint.url, endpoint }, ports, watch, signal);
  const { site } = source.otherSide;
  const failed = results.find(({ verdict }) => verdict === 'failed');
  const { url } = facts.endpoint;
  if (signal.aborted || failed === undefined || !otherSideMayHelp(site, { name: failed.name, url })) {
    write(undefined);
    return undefined;
  }
  page.write(diagnosisMarkdown({ ...head, advice: siteWords(site, redact(url)) }, results, undefined));
  return t('{0} is not reached from {1}. Is it on the other machine?', head.endpoint, ports.caller);
}

async function offerOtherSide(sentence: string, { site, run }: OtherSide): Promise<void> {
  const move =
    site.side === 'own' ? t('Run Fillwright on the Remote Machine') : t('Run Fillwright on Your Own Machine');
  if ((await vscode.window.showInformationMessage(sentence, move)) === move) await run();
}

async function pickEndpoint(endpoints: readonly EndpointSettings[]): Promise<EndpointSettings | undefined> {
  if (endpoints.length < 2) return endpoints[0];
  const items = endpoints.map((endpoint) => {
    return { label: endpoint.name, description: endpoint.url, endpoint };
  });
  const title = t('Which host should be diagnosed?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.endpoint;
}
