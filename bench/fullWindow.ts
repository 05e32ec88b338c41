import type { ContextGatherer } from '../src/context/contextGatherer';
import { openTabs } from '../src/context/openTabs';
import type { OpenDocument } from '../src/context/promptPlanner';

/**
 * What `gatherer` finds worth showing, behind whole other files that fill what it leaves free: a small repository has
 * not enough that is of use to fill a window, and the figures are to be those of a full one.
 */
export function fillingWindow(gatherer: ContextGatherer, fillers: readonly OpenDocument[]): ContextGatherer {
  return {
    ...gatherer,
    gather: async (request, signal) => {
      const chosen = await gatherer.gather(request, signal);
      const used = chosen.reduce((tokens, item) => tokens + request.tokensOf(item), 0);
      const openDocuments = fillers.filter(({ path }) => !chosen.some((item) => item.path === path));
      const shareTokens = request.shareTokens - used;
      return [...(await openTabs.gather({ ...request, openDocuments, shareTokens }, signal)), ...chosen];
    },
  };
}
