import { t } from '../../common/l10n';
import type { EndpointSettings, RoleName } from '../../settings/settings';
import type { CheckResult, FailedCheck } from '../diagnosis/check';
import type { Certificate } from '../diagnosis/ports';
import type { OfferedModel } from '../modelOffer';
import type { ReadAddress } from './addressCandidates';
import type { Attempt } from './attempt';
import type { KeptLogin } from './login';
import type { MeasuredHost } from './measureModel';
import type { Doubt } from './trust';

/** What has been gathered so far. Nothing of it is saved before the end. */
export interface SetupDraft {
  /** The address as it was written. */
  readonly written: string;
  readonly endpoint: EndpointSettings;
  /** By the names that the endpoint's headers give them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What a trial has shown of the host. */
  readonly measured?: MeasuredHost;
}

/** What the user is asked. */
export type SetupStep =
  | { readonly kind: 'address'; readonly problem?: Problem }
  | {
      /** Which of several that answered is meant. */
      readonly kind: 'which';
      readonly answers: readonly Attempt[];
      /** User and password that were typed with the address, as `Authorization: Basic` sends them. */
      readonly login?: string;
    }
  | { readonly kind: 'login'; readonly saw: string; readonly isRepeated: boolean }
  | {
      readonly kind: 'certificate';
      readonly certificate: Certificate;
      readonly doubt: Doubt;
      /** Why what was chosen did not do. */
      readonly problem?: string;
    }
  | {
      readonly kind: 'client-certificate';
      /** Whether the host has refused one already. */
      readonly isRepeated: boolean;
      /** Why what was chosen can't be shown to the host. */
      readonly problem?: string;
    }
  | { readonly kind: 'model'; readonly role: RoleName; readonly offers: readonly OfferedModel[] }
  | {
      readonly kind: 'pull';
      /** What became of the pull before. */
      readonly stopped?: StoppedPull;
    }
  | { readonly kind: 'trial' }
  | { readonly kind: 'save'; readonly results: readonly CheckResult[] };

/** A pull that can be gone on with. */
export interface StoppedPull {
  readonly tag: string;
  /** Else the user paused it. */
  readonly isFailure: boolean;
  readonly why: string;
}

export interface Problem {
  readonly saw: string;
  readonly mend: string;
  /** Absent where nothing was tried. */
  readonly failed?: FailedCheck;
}

/** A step with the way that led to it. */
export interface SetupState {
  readonly draft: SetupDraft;
  readonly step: SetupStep;
  /** Where "back" leads; absent at the first step. */
  readonly before?: SetupState;
}

export function beginSetup(endpoint: EndpointSettings): SetupState {
  return { draft: { written: '', endpoint, secrets: {} }, step: { kind: 'address' } };
}

/** The step before; the first one stays. */
export function stepBack(state: SetupState): SetupState {
  // What was measured stays true of the host.
  return state.before === undefined ? state : hostMeasured(state.before, state.draft.measured);
}

/** What to ask after the host was tried at a written address, with the login, if any, that was written with it. */
export function addressTried(
  state: SetupState,
  written: string,
  attempt: Attempt,
  login?: KeptLogin,
): SetupState {
  // Nothing of an earlier address is kept: no secret, and not what was measured.
  const secrets = login === undefined ? {} : { [login.secretName]: login.secret };
  return tried(asWritten(state, written), { written, endpoint: attempt.endpoint, secrets }, attempt);
}

/** "Back" leads to the address as it was written, without what was wrong with an earlier one. */
function asWritten(state: SetupState, written: string): SetupState {
  if (state.step.kind !== 'address') return state;
  return { ...state, draft: { ...state.draft, written }, step: { kind: 'address' } };
}

/** What to ask where an address has several meanings that something answers at. */
export function severalAnswered(
  state: SetupState,
  { address, login }: ReadAddress,
  answers: readonly Attempt[],
): SetupState {
  const step: SetupStep = { kind: 'which', answers, ...(login === undefined ? {} : { login }) };
  return forward(asWritten(state, address), { ...state.draft, written: address, secrets: {} }, step);
}

/** What to ask after the host was tried with a login. */
export function loginTried(state: SetupState, login: KeptLogin, attempt: Attempt): SetupState {
  const { draft } = state;
  const secrets = { ...draft.secrets, [login.secretName]: login.secret };
  return tried(state, { ...draft, secrets }, attempt);
}

/** What to ask after the host was shown a certificate of the user's. */
export function clientCertificateTried(
  state: SetupState,
  given: Readonly<Record<string, string>>,
  attempt: Attempt,
): SetupState {
  const { draft } = state;
  return tried(state, { ...draft, secrets: { ...draft.secrets, ...given } }, attempt);
}

/** What to ask after the host was tried with trust in its certificate. */
export function trustTried(state: SetupState, attempt: Attempt): SetupState {
  return tried(state, state.draft, attempt);
}

function tried(state: SetupState, draft: SetupDraft, attempt: Attempt): SetupState {
  const next = (step: SetupStep): SetupState =>
    forward(state, { ...draft, endpoint: attempt.endpoint }, step);
  switch (attempt.kind) {
    case 'reached':
      return next({ kind: 'model', role: 'completion', offers: [] });
    case 'login':
      return next({ kind: 'login', saw: attempt.saw, isRepeated: gaveLogin(state, attempt) });
    case 'certificate':
      return next(certificateStep(state, attempt));
    case 'client-certificate':
      return next({
        kind: 'client-certificate',
        isRepeated: attempt.endpoint.tls?.certFile !== undefined,
      });
    case 'unusable':
      if (isOfFiles(state.step)) return { ...state, step: { ...state.step, problem: attempt.saw } };
      return failed(state, draft.written, { saw: attempt.saw, mend: '' });
    case 'failed':
      return failed(state, draft.written, problemOf(attempt));
  }
}

function problemOf({ saw, mend, check, endpoint }: Extract<Attempt, { kind: 'failed' }>): Problem {
  return { saw, mend, ...(check === undefined ? {} : { failed: { name: check, url: endpoint.url } }) };
}

/** The address again, with what was seen: "back" leads to where it led before. */
function failed(state: SetupState, written: string, problem: Problem): SetupState {
  return { ...state, draft: { ...state.draft, written }, step: { kind: 'address', problem } };
}

/** The steps that a file is chosen in. */
type FileStep = Extract<SetupStep, { kind: 'certificate' | 'client-certificate' }>;

function isOfFiles(step: SetupStep): step is FileStep {
  return step.kind === 'certificate' || step.kind === 'client-certificate';
}

/** A doubt that is asked about again was not settled by what was chosen. */
function certificateStep(
  { step }: SetupState,
  { certificate, doubt }: Extract<Attempt, { kind: 'certificate' }>,
): SetupStep {
  const isRepeated = step.kind === 'certificate' && step.doubt === doubt;
  const problem = isRepeated ? { problem: t('That does not make it trusted') } : {};
  return { kind: 'certificate', certificate, doubt, ...problem };
}

/** Whether the host has refused a login: one just given, or one that came with the address. */
function gaveLogin({ step }: SetupState, { endpoint }: Attempt): boolean {
  return step.kind === 'login' || Object.keys(endpoint.headers).length > 0;
}

/** The models that the host turned out to have: a host without any that completes is offered one to pull. */
export function modelsFound(state: SetupState, offers: readonly OfferedModel[]): SetupState {
  const role = state.step.kind === 'model' ? state.step.role : 'completion';
  return { ...state, step: { kind: 'model', role, offers } };
}

/** A model was pulled: it is the one to complete with. The next role is asked for, of a list that has it. */
export function modelPulled(state: SetupState, model: string): SetupState {
  const endpoint = withRole(state.draft.endpoint, 'completion', model);
  return forward(state, { ...state.draft, endpoint }, { kind: 'model', role: 'chat', offers: [] });
}

/** The user would rather pull another model. */
export function pullWanted(state: SetupState): SetupState {
  return forward(state, state.draft, { kind: 'pull' });
}

/** What was to be pulled is not there: the same question again, with the reason. */
export function pullStopped(state: SetupState, stopped: StoppedPull): SetupState {
  return { ...state, step: { kind: 'pull', stopped } };
}

/** A role got its model, or none (undefined). The next role that some model can take is asked for, then the trial. */
export function modelChosen(state: SetupState, model: string | undefined): SetupState {
  const { step, draft } = state;
  const role = step.kind === 'model' ? step.role : 'completion';
  const offers = step.kind === 'model' ? step.offers : [];
  const endpoint = withRole(draft.endpoint, role, model);
  const nextRole = rolesAfter(role).find((each) => candidates(offers, each).length > 0);
  const next: SetupStep =
    nextRole === undefined ? { kind: 'trial' } : { kind: 'model', role: nextRole, offers };
  return forward(state, { ...draft, endpoint }, next);
}

/** The trial is over. */
export function trialEnded(
  state: SetupState,
  results: readonly CheckResult[],
  measured?: MeasuredHost,
): SetupState {
  return { ...hostMeasured(state, measured), step: { kind: 'save', results } };
}

/** The host was measured with a model that it has: the same question, with what that tells. */
export function hostMeasured(state: SetupState, measured: MeasuredHost | undefined): SetupState {
  return measured === undefined ? state : { ...state, draft: { ...state.draft, measured } };
}

/** The models that can take a role. */
export function candidates(offers: readonly OfferedModel[], role: RoleName): readonly OfferedModel[] {
  switch (role) {
    case 'completion':
      return offers;
    case 'chat':
      return offers.filter((offer) => !embeds(offer));
    case 'embedding':
      return offers.filter(embeds);
  }
}

/** Models that make vectors say so, or are called so by hosts that do not tell. */
function embeds({ listing, capabilities }: OfferedModel): boolean {
  return capabilities.includes('embedding') || /embed|bge-|minilm/i.test(listing.tag);
}

function rolesAfter(role: RoleName): readonly RoleName[] {
  const order: readonly RoleName[] = ['completion', 'chat', 'embedding'];
  return order.slice(order.indexOf(role) + 1);
}

function withRole(endpoint: EndpointSettings, role: RoleName, model: string | undefined): EndpointSettings {
  const { [role]: former, ...others } = endpoint.roles;
  if (model === undefined) return { ...endpoint, roles: others };
  return { ...endpoint, roles: { ...others, [role]: { ...former, model, options: former?.options ?? {} } } };
}

function forward(before: SetupState, draft: SetupDraft, step: SetupStep): SetupState {
  return { draft, step, before };
}
