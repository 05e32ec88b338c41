import { TransportError } from './errors';

export interface RefusableRequest<Field extends string> {
  /** Fields that a server may not know, and that a request can do without. */
  readonly optional: readonly Field[];
  /** Those that the server has refused before; it grows. */
  readonly refused: Set<Field>;
  /** The body as it would be sent now. */
  readonly body: () => Readonly<Record<string, unknown>>;
}

/** Runs `attempt` again without the optional field that the server refused, as long as it names another one. */
export async function* withoutRefusedFields<Event, Field extends string>(
  { optional, refused, body }: RefusableRequest<Field>,
  attempt: () => AsyncGenerator<Event, void, undefined>,
): AsyncGenerator<Event, void, undefined> {
  for (;;) {
    try {
      return yield* attempt();
    } catch (thrown) {
      const sent = body();
      const field = optional.find((each) => each in sent && isRefusalOf(each, thrown));
      if (field === undefined) throw thrown;
      refused.add(field);
    }
  }
}

/** Only before the answer: status and text then come together. */
function isRefusalOf(field: string, thrown: unknown): boolean {
  if (!(thrown instanceof TransportError) || thrown.facts.status === undefined) return false;
  if (thrown.kind !== 'bad-request' && thrown.kind !== 'unsupported') return false;
  return thrown.facts.detail.includes(field);
}
