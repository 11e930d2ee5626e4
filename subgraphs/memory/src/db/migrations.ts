import type { Migrations } from '@aether/common/graph';

/** Constraints and indexes of memory. Vector indexes are made per embedding space on first use (vector-indexes.ts). */
export const memoryMigrations: Migrations = {
  owner: '@aether/memory',
  steps: [
    {
      version: 1,
      name: 'notebooks, documents, passages, uploads',
      statements: [
        'CREATE CONSTRAINT notebook_id IF NOT EXISTS FOR (n:Notebook) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT notebook_slug IF NOT EXISTS FOR (n:Notebook) REQUIRE (n.tenantId, n.slug) IS UNIQUE',
        'CREATE INDEX notebook_list IF NOT EXISTS FOR (n:Notebook) ON (n.tenantId, n.createdAt)',
        'CREATE CONSTRAINT notebook_grant_key IF NOT EXISTS FOR (g:NotebookGrant) REQUIRE (g.notebookId, g.userId) IS UNIQUE',
        'CREATE CONSTRAINT document_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE',
        'CREATE CONSTRAINT document_bytes IF NOT EXISTS FOR (d:Document) REQUIRE (d.notebookId, d.sha256) IS UNIQUE',
        'CREATE INDEX document_queue IF NOT EXISTS FOR (d:Document) ON (d.queue, d.dueAtMs)',
        'CREATE CONSTRAINT passage_id IF NOT EXISTS FOR (p:Passage) REQUIRE p.id IS UNIQUE',
        'CREATE INDEX passage_document IF NOT EXISTS FOR (p:Passage) ON (p.documentId, p.position)',
        'CREATE INDEX passage_notebook IF NOT EXISTS FOR (p:Passage) ON (p.notebookId)',
        'CREATE CONSTRAINT upload_id IF NOT EXISTS FOR (u:Upload) REQUIRE u.id IS UNIQUE',
        'CREATE INDEX upload_expiry IF NOT EXISTS FOR (u:Upload) ON (u.expiresAtMs)',
        // Tenant and notebook are indexed beside the text, so that a search filters inside Lucene and small tenants do not starve.
        `CREATE FULLTEXT INDEX passage_text IF NOT EXISTS FOR (p:Passage) ON EACH [p.text, p.tenantId, p.notebookId]
         OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'english'}}`,
      ],
    },
  ],
};
