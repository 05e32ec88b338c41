import { FakeChatHost } from '../../support/fakeChatHost';
import { withSetting } from './extension';

/** Lets a scripted host be the only one for chat for the time of `use`. */
export async function withFakeChat(
  answer: FakeChatHost['answer'],
  use: (host: FakeChatHost) => Promise<void>,
): Promise<void> {
  const host = await FakeChatHost.start();
  host.answer = answer;
  try {
    const endpoint = { name: 'fake', url: host.url, roles: { chat: {} } };
    await withSetting('endpoints', [endpoint], () => use(host));
  } finally {
    await host.stop();
  }
}
