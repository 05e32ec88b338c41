/** Commands of completion and of the extension as a whole. */
const plainCommandIds = [
  'fillwright.trigger',
  'fillwright.toggle',
  'fillwright.snooze',
  'fillwright.chooseModel',
  'fillwright.explainNoCompletion',
  'fillwright.showPrompt',
  'fillwright.showLog',
  'fillwright.statistics',
  'fillwright.stopIndexing',
  'fillwright.resumeIndexing',
  'fillwright.menu',
] as const;

/** Commands of the chat, and of what becomes of a model's answers. */
export const answerCommandIds = [
  'fillwright.chat.focus',
  'fillwright.chat.new',
  'fillwright.chat.openInEditor',
  'fillwright.chat.add',
  'fillwright.chat.addProblems',
  'fillwright.chat.addTerminal',
  'fillwright.chat.edit',
  'fillwright.chat.stopEdit',
  'fillwright.chat.fix',
  'fillwright.chat.document',
  'fillwright.chat.explain',
  'fillwright.chat.tests',
  'fillwright.chat.commitMessage',
  'fillwright.review.accept',
  'fillwright.review.reject',
  'fillwright.review.acceptAll',
  'fillwright.review.rejectAll',
] as const;

/** Commands that look after hosts. */
export const hostCommandIds = [
  'fillwright.addHost',
  'fillwright.diagnose',
  'fillwright.hosts.refresh',
  'fillwright.hosts.pull',
  'fillwright.hosts.load',
  'fillwright.hosts.unload',
  'fillwright.hosts.delete',
  'fillwright.hosts.details',
] as const;

/** Every command that package.json contributes. */
export const commandIds = [...plainCommandIds, ...answerCommandIds, ...hostCommandIds];

export type AnswerCommandId = (typeof answerCommandIds)[number];
export type HostCommandId = (typeof hostCommandIds)[number];
export type CommandId = (typeof commandIds)[number];

/** Behind an accepted completion: run by the editor, not by people, so it is contributed nowhere. */
export const acceptedCommand = 'fillwright.internal.accepted';
