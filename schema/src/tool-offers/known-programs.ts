import type { KnownToolServer } from './known-tool-server.ts';

const stdio = { type: 'stdio' } as const;

/** Tool servers that are packages, at the version that was looked at; a newer one is a change that somebody makes here. */
export const KNOWN_PROGRAMS: readonly KnownToolServer[] = [
  {
    slug: 'filesystem',
    reach: 'FILES',
    effects: {
      read_text_file: 'READ',
      list_directory: 'READ',
      search_files: 'READ',
      write_file: 'IDEMPOTENT',
      edit_file: 'ONCE',
    },
    server: {
      name: 'io.modelcontextprotocol/filesystem',
      title: 'Files',
      description: 'Reads and writes files below folders of the machine that runs it.',
      version: '2026.8.31',
      packages: [
        {
          registryType: 'npm',
          identifier: '@modelcontextprotocol/server-filesystem',
          version: '2026.8.31',
          transport: stdio,
          packageArguments: [
            {
              type: 'positional',
              valueHint: 'folders',
              description: 'Folders that it may use.',
              format: 'filepath',
              isRequired: true,
              isRepeated: true,
            },
          ],
        },
      ],
    },
  },
  {
    slug: 'memory',
    reach: 'FILES',
    effects: { read_graph: 'READ', search_nodes: 'READ', open_nodes: 'READ' },
    server: {
      name: 'io.modelcontextprotocol/memory',
      title: 'Memory graph',
      description: 'Keeps a small graph of facts in a file.',
      version: '2026.8.31',
      packages: [
        {
          registryType: 'npm',
          identifier: '@modelcontextprotocol/server-memory',
          version: '2026.8.31',
          transport: stdio,
          environmentVariables: [
            {
              name: 'MEMORY_FILE_PATH',
              description: 'File that holds the graph.',
              format: 'filepath',
              isRequired: true,
            },
          ],
        },
      ],
    },
  },
  {
    slug: 'sequential-thinking',
    effects: { sequentialthinking: 'READ' },
    server: {
      name: 'io.modelcontextprotocol/sequential-thinking',
      title: 'Step-by-step thinking',
      description: 'Lets a model write down a chain of thoughts and go back in it.',
      version: '2026.8.31',
      packages: [
        {
          registryType: 'npm',
          identifier: '@modelcontextprotocol/server-sequential-thinking',
          version: '2026.8.31',
          transport: stdio,
        },
      ],
    },
  },
  {
    slug: 'playwright',
    reach: 'ADDRESSES',
    effects: { browser_snapshot: 'READ', browser_take_screenshot: 'READ', browser_console_messages: 'READ' },
    server: {
      name: 'io.github.microsoft/playwright-mcp',
      title: 'Browser (Playwright)',
      description: 'Opens pages in a browser, reads and uses them.',
      version: '0.0.83',
      packages: [
        {
          registryType: 'npm',
          identifier: '@playwright/mcp',
          version: '0.0.83',
          transport: stdio,
          packageArguments: [
            { type: 'positional', value: '--headless' },
            { type: 'positional', value: '--isolated' },
            {
              type: 'named',
              name: '--browser',
              description: 'Which browser.',
              choices: ['chrome', 'firefox', 'webkit', 'msedge'],
            },
          ],
        },
      ],
    },
  },
  {
    slug: 'notion-api',
    effects: { 'API-post-search': 'READ', 'API-retrieve-a-page': 'READ' },
    server: {
      name: 'io.github.makenotion/notion-mcp-server',
      title: 'Notion (with a key)',
      description: 'Pages and databases of Notion, with the key of an integration.',
      version: '2.5.2',
      packages: [
        {
          registryType: 'npm',
          identifier: '@notionhq/notion-mcp-server',
          version: '2.5.2',
          transport: stdio,
          environmentVariables: [
            { name: 'NOTION_TOKEN', description: 'Key of the integration.', isRequired: true, isSecret: true },
          ],
        },
      ],
    },
  },
  {
    slug: 'fetch',
    reach: 'ADDRESSES',
    effects: { fetch: 'READ' },
    server: {
      name: 'io.modelcontextprotocol/fetch',
      title: 'Web pages',
      description: 'Fetches a page and gives it as Markdown.',
      version: '2026.10.24',
      packages: [
        {
          registryType: 'pypi',
          identifier: 'mcp-server-fetch',
          version: '2026.10.24',
          transport: stdio,
          packageArguments: [{ type: 'named', name: '--user-agent', description: 'How it calls itself.' }],
        },
      ],
    },
  },
  {
    slug: 'git',
    reach: 'FILES',
    effects: { git_status: 'READ', git_log: 'READ', git_show: 'READ', git_diff: 'READ', git_commit: 'ONCE' },
    server: {
      name: 'io.modelcontextprotocol/git',
      title: 'Git',
      description: 'Reads and changes one Git repository of the machine that runs it.',
      version: '2026.10.19',
      packages: [
        {
          registryType: 'pypi',
          identifier: 'mcp-server-git',
          version: '2026.10.19',
          transport: stdio,
          packageArguments: [
            {
              type: 'named',
              name: '--repository',
              description: 'Folder of the repository.',
              format: 'filepath',
              isRequired: true,
            },
          ],
        },
      ],
    },
  },
  {
    slug: 'time',
    effects: { get_current_time: 'READ', convert_time: 'READ' },
    server: {
      name: 'io.modelcontextprotocol/time',
      title: 'Time zones',
      description: 'Tells the time and converts it between zones.',
      version: '2026.10.19',
      packages: [
        {
          registryType: 'pypi',
          identifier: 'mcp-server-time',
          version: '2026.10.19',
          transport: stdio,
          packageArguments: [
            {
              type: 'named',
              name: '--local-timezone',
              description: 'Zone that is meant without one, such as Europe/Berlin.',
              default: 'UTC',
            },
          ],
        },
      ],
    },
  },
];
