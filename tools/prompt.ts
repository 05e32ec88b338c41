// `npm run --silent prompt`: prints the exact prompt for a place in a file, and what is in it, as one line of JSON.
import { runPromptTool } from './prompt/promptTool';

runPromptTool(process.argv.slice(2), (line) => console.log(line)).catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
});
