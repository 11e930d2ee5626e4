/** Notebooks of documents that ship with Aether; `files` lie in the folder of the notebook's name beside this file. */
export const DEMO_NOTEBOOKS = [
  {
    folder: 'handbook',
    owner: 'jonas',
    slug: 'aether-handbook',
    name: 'Aether handbook',
    domain: 'Product',
    description:
      'How to make agents, add documents, read runs, connect tools and look after an installation of Aether.',
    files: ['agents.md', 'knowledge.md', 'runs.md', 'tools.md', 'marketplace.md', 'accounts.md', 'operations.md'],
  },
  {
    folder: 'constitution',
    owner: 'tomas',
    slug: 'us-constitution',
    name: 'Constitution of the United States',
    domain: 'Law',
    description:
      'From Articles I to III, and the Bill of Rights. Public domain; transcription of the National Archives.',
    files: ['articles.md', 'bill-of-rights.md'],
  },
] as const;
