export interface StartArguments {
  /** Headless: try it out, print the verdict and end. */
  readonly check: boolean;
  readonly screenshot?: string;
  /** VS Code in the browser even where a desktop one is installed. */
  readonly browser: boolean;
}

const usage = 'Usage: npm start [-- --browser] or npm start -- --check [--screenshot FILE.png]';

/** Throws an Error with the usage for what it does not understand. */
export function parseStartArguments(args: readonly string[]): StartArguments {
  let check = false;
  let browser = false;
  let screenshot: string | undefined;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--check') check = true;
    else if (arg === '--browser') browser = true;
    else if (arg === '--screenshot') screenshot = rest.shift();
    else throw new Error(`'${arg}' is not understood. ${usage}`);
  }
  if (args.includes('--screenshot') && (screenshot === undefined || !check)) {
    throw new Error(`--screenshot needs a file and --check. ${usage}`);
  }
  return { check, browser, ...(screenshot !== undefined && { screenshot }) };
}
