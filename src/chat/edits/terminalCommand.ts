/** A command for the terminal as an answer gives it, or why it must not be run. */
export type TerminalCommand =
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: 'empty' | 'control-characters' | 'too-long' };

/** What can be shown whole before it is run. */
const MOST_UNITS = 2_000;
const PROMPT = /^\s*(?:\$|PS [^>]*>)\s+/;

/** The lines to run, without the prompts that examples begin with. */
export function terminalCommand(code: string): TerminalCommand {
  const lines = code.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  // Where prompts are shown, the other lines are what the commands print.
  const prompted = lines.filter((line) => PROMPT.test(line));
  const text = (prompted.length > 0 ? prompted.map((line) => line.replace(PROMPT, '')) : lines).join('\n');
  if (text.trim() === '') return { kind: 'refused', reason: 'empty' };
  if (/[^\P{Cc}\n\t]|[\p{Bidi_Control}]/u.test(text))
    return { kind: 'refused', reason: 'control-characters' };
  return text.length > MOST_UNITS ? { kind: 'refused', reason: 'too-long' } : { kind: 'command', text };
}
