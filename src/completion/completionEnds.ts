/** Where a shown completion came from. */
export type CompletionSource = 'typed-through' | 'cache' | 'in-flight' | 'look-ahead' | 'host';

/** Why a query ended with nothing to show and nobody is to blame. */
export type NoCompletionReason =
  | 'off'
  | 'snoozed'
  | 'language-off'
  | 'secret-file'
  | 'ignored-file'
  | 'not-here'
  | 'further-cursors'
  | 'selection'
  | 'superseded'
  | 'cancelled'
  | 'no-model'
  | 'loading'
  | 'empty'
  | 'filtered'
  /** Something broke in Fillwright itself; the log has the stack. */
  | 'fault';
