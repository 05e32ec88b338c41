import { useTestHost } from '../support/testHost';
import { abortTests } from './conformance/abort';
import { chatTests } from './conformance/chat';
import { controlTests } from './conformance/control';
import { generateTests } from './conformance/generate';
import { modelTests } from './conformance/models';
import { openAiTests } from './conformance/openAi';
import { refusalTests } from './conformance/refusals';
import { windowTests } from './conformance/window';

// One host for all of it: starting one takes seconds. None of these tests asks for a clever answer.
describe('A host with the API of Ollama', () => {
  const host = useTestHost();
  modelTests(host);
  generateTests(host);
  windowTests(host);
  refusalTests(host);
  controlTests(host);
  abortTests(host);
  chatTests(host);
  openAiTests(host);
});
