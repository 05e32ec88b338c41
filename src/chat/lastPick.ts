import type { ChatHosts, ModelPick } from '../hosts/chatHosts';
import type { KeyValueStore } from '../hosts/keyValueStore';
import type { LastPick } from './chatParts';

const KEY = 'chat.lastPick';

export function createLastPick(store: KeyValueStore): LastPick {
  return {
    read: () => {
      const kept = store.read(KEY) as Partial<ModelPick> | undefined;
      const { endpoint, model } = kept ?? {};
      return typeof endpoint === 'string' && typeof model === 'string' ? { endpoint, model } : undefined;
    },
    note: ({ endpoint, model }) => store.write(KEY, { endpoint, model }),
  };
}

/** What answers in a conversation where nobody has picked: what was picked last, as long as it is there to be had. */
export function pickForNew(hosts: ChatHosts, picks: LastPick): ModelPick | undefined {
  const last = picks.read();
  const endpoint = hosts.endpoints.find(({ name }) => name === last?.endpoint);
  const isToBeHad =
    last !== undefined &&
    (endpoint?.state === 'unknown' || (endpoint?.state === 'reachable' && hosts.model(last) !== undefined));
  return isToBeHad ? last : hosts.preferred();
}
