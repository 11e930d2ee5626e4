import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Peer } from './peer.ts';
import { runInstaller } from './run-installer.ts';

/** The newest whose requirements PyPI could meet when this was written. 1.82.7, 1.82.8 and 1.107.0 were malicious; PyPI has withdrawn them. */
const VERSION = '1.102.4';

/** Warnings only: no line for each request. */
const LOGGING = { version: 1, disable_existing_loggers: false, loggers: { uvicorn: { level: 'WARNING' } } };

/** LiteLLM's proxy. It is configured by a file; all that it would fetch at its start is switched off. */
export const liteLlm: Peer = {
  name: 'LiteLLM',
  version: VERSION,
  note:
    `LiteLLM ${VERSION}: one worker; its router with one model that has a price. ` +
    'Off: keys, database, budgets, callbacks, log of requests, telemetry.',
  async install(folder) {
    await runInstaller('python3', ['-m', 'venv', folder], folder);
    const options = ['--no-input', '--quiet', '--only-binary', ':all:'];
    await runInstaller(
      join(folder, 'bin', 'python'),
      ['-m', 'pip', 'install', ...options, `litellm[proxy]==${VERSION}`],
      folder,
    );
  },
  async program({ folder, port, upstream }) {
    const model = {
      model_name: 'fast',
      litellm_params: {
        model: 'openai/fast',
        api_base: `${upstream}/v1`,
        api_key: 'unused',
        input_cost_per_token: 1e-6,
        output_cost_per_token: 4e-6,
      },
    };
    const configuration = join(folder, 'configuration.json');
    const logging = join(folder, 'logging.json');
    // YAML reads JSON.
    await writeFile(configuration, JSON.stringify({ model_list: [model], litellm_settings: { telemetry: false } }));
    await writeFile(logging, JSON.stringify(LOGGING));
    return {
      command: join(folder, 'bin', 'litellm'),
      parameters: [
        '--config',
        configuration,
        '--log_config',
        logging,
        '--telemetry=False',
        '--host=127.0.0.1',
        `--port=${port}`,
        '--num_workers=1',
      ],
      environment: {
        HOME: folder,
        PATH: join(folder, 'bin'),
        LITELLM_MODE: 'PRODUCTION',
        LITELLM_LOG: 'ERROR',
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS: 'True',
        LITELLM_LOCAL_AUTOROUTER_PRESETS: 'True',
        LITELLM_LOCAL_BLOG_POSTS: 'True',
        LITELLM_LOCAL_POLICY_TEMPLATES: 'True',
        LITELLM_DONT_SHOW_FEEDBACK_BOX: 'True',
      },
    };
  },
  endpoint: ({ port }) => ({ url: `http://127.0.0.1:${port}/v1/chat/completions`, headers: {}, model: 'fast' }),
};
