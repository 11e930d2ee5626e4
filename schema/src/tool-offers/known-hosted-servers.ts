import type { KnownToolServer } from './known-tool-server.ts';

const hosted = (
  slug: string,
  name: string,
  title: string,
  description: string,
  url: string,
  effects: KnownToolServer['effects'] = {},
): KnownToolServer => ({
  slug,
  effects,
  server: { name, title, description, version: '1.0.0', remotes: [{ type: 'streamable-http', url }] },
});

/** Tool servers that their makers run. Most want a sign-in, which a person does on the page of the server. */
export const KNOWN_HOSTED_SERVERS: readonly KnownToolServer[] = [
  hosted(
    'github',
    'io.github.github/github-mcp-server',
    'GitHub',
    'Repositories, issues and pull requests.',
    'https://api.githubcopilot.com/mcp/',
  ),
  hosted('linear', 'app.linear/linear', 'Linear', 'Issues, projects and comments.', 'https://mcp.linear.app/mcp'),
  hosted('notion', 'com.notion/mcp', 'Notion', 'Pages and databases, with a sign-in.', 'https://mcp.notion.com/mcp'),
  hosted(
    'sentry',
    'io.sentry/mcp',
    'Sentry',
    'Errors of one’s applications and their traces.',
    'https://mcp.sentry.dev/mcp',
  ),
  hosted('stripe', 'com.stripe/mcp', 'Stripe', 'Customers, payments and invoices.', 'https://mcp.stripe.com/'),
  hosted(
    'context7',
    'io.github.upstash/context7',
    'Context7',
    'Documentation of libraries, by version.',
    'https://mcp.context7.com/mcp',
  ),
  hosted(
    'deepwiki',
    'com.deepwiki/mcp',
    'DeepWiki',
    'Questions about public repositories.',
    'https://mcp.deepwiki.com/mcp',
    {
      read_wiki_structure: 'READ',
      read_wiki_contents: 'READ',
      ask_question: 'READ',
    },
  ),
  hosted(
    'microsoft-learn',
    'com.microsoft/microsoft-learn-mcp',
    'Microsoft Learn',
    'Documentation of Microsoft.',
    'https://learn.microsoft.com/api/mcp',
    {
      microsoft_docs_search: 'READ',
      microsoft_docs_fetch: 'READ',
    },
  ),
];
