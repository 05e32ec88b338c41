// What the panel's page and the extension say to each other. Plain values only: they cross a process border as JSON, and
// the page imports nothing else of the extension. Words for people are the page's: states and problems come as codes with
// their facts, `message` holds what a host or the system said. Which file a code block is for both read by the same rules.
export type * from './protocol/attachments';
export type * from './protocol/commands';
export type * from './protocol/input';
export type * from './protocol/conversation';
export type * from './protocol/events';
export { fenceLanguage, pathInDiff, pathInFirstLine, statedPath } from './protocol/statedPath';
