import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { isAbort } from '../common/abort';
import { disposable, DisposableStore, type Disposable } from '../common/disposable';
import { redactedResult, type CheckName, type CheckResult } from '../hosts/diagnosis/check';
import { diagnose } from '../hosts/diagnosis/diagnose';
import type { DiagnosisPorts } from '../hosts/diagnosis/ports';
import { diagnosisMarkdown, type ReportHead } from '../hosts/diagnosis/report';
import type { EndpointSettings } from '../settings/settings';
import { createMarkdownPage, type MarkdownPage } from './markdownPage';

export interface DiagnosisSource {
  endpoints(): readonly EndpointSettings[];
  ports(): DiagnosisPorts;
  /** Takes every known secret out of a text, stored ones included. */
  redactor(): Promise<(text: string) => string>;
  readonly version: string;
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
        await runDiagnosis(endpoint, source, page, signal);
      } catch (thrown) {
        if (!isAbort(thrown) || !signal.aborted) throw thrown; // A newer diagnosis has taken the page over.
      }
    },
    dispose: () => store.dispose(),
  };
}

async function runDiagnosis(
  endpoint: EndpointSettings,
  source: DiagnosisSource,
  page: MarkdownPage,
  signal: AbortSignal,
): Promise<void> {
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
  await diagnose({ written: endpoint.url, endpoint }, ports, watch, signal);
  write(undefined);
}

async function pickEndpoint(endpoints: readonly EndpointSettings[]): Promise<EndpointSettings | undefined> {
  if (endpoints.length < 2) return endpoints[0];
  const items = endpoints.map((endpoint) => {
    return { label: endpoint.name, description: endpoint.url, endpoint };
  });
  const title = t('Which host should be diagnosed?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.endpoint;
}
