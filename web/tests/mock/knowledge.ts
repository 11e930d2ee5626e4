import { mara } from './identity.ts';
import { models } from './models.ts';
import { ago, edges, allowed } from './shared.ts';

// Notebooks, documents in every stage, and hits.

export const TEXT =
  'Opened items are accepted between day 31 and day 45 against a fee of 15 % of the price paid, if they are complete and in their box. The window of 30 days begins on the day of delivery. For faulty items the warranty applies instead, whatever the day.';

const notebookReference = { id: 'nbk_refund', name: 'Refund policies', slug: 'refund-policies' };

export const passage = {
  id: 'psg_1',
  document: { id: 'doc_5', title: 'Refund policy 2026.pdf', url: '/uploads/x', notebook: notebookReference },
  text: TEXT,
  headingPath: ['Returns', 'Opened items'],
  page: 4,
  startOffset: 1200,
  endOffset: 1200 + TEXT.length,
};

const document = (
  id: string,
  title: string,
  size: number,
  status: string,
  progress: number,
  passages: number,
  changed: number,
  error: object | null = null,
): Record<string, unknown> => ({
  id,
  notebook: notebookReference,
  title,
  mimeType: 'application/pdf',
  bytes: size,
  sha256: 'x',
  status,
  progress,
  error,
  url: '/uploads/x',
  pageCount: 12,
  passageCount: passages,
  createdAt: ago(changed),
  updatedAt: ago(changed),
  addedBy: mara,
});

export const documents = [
  document('doc_1', 'Refund policy 2027 draft.pdf', 412_000, 'EMBEDDING', 0.62, 0, 0),
  document('doc_2', 'Exceptions log 2026.html', 2_100_000, 'SPLITTING', 0.31, 0, 0),
  document('doc_3', 'Carrier handbook.pdf', 18_400_000, 'QUEUED', 0, 0, 0),
  document('doc_4', 'Scanned forms 2019.pdf', 6_700_000, 'FAILED', 0.1, 0, 4, {
    code: 'DOCUMENT_EMPTY',
    message: '38 pages are images without text.',
    stage: 'EXTRACTING',
    retryable: false,
    hint: 'Recognize the text in another program, then add the file again.',
  }),
  document('doc_5', 'Refund policy 2026.pdf', 388_000, 'READY', 1, 96, 17_000),
  document('doc_6', 'Gift card terms.pdf', 140_000, 'READY', 1, 41, 17_000),
  document('doc_7', 'Warranty and repair.md', 52_000, 'READY', 1, 38, 30_000),
  document('doc_8', 'Subscriptions FAQ.html', 88_000, 'READY', 1, 57, 60_000),
];

export const notebooks = [
  {
    ...notebookReference,
    domain: null,
    description: 'Current policy, three years of exceptions, gift card terms',
    visibility: 'DEPARTMENT',
    owner: mara,
    grants: [],
    embeddingModel: { ...models[0], slug: 'builtin/embed' },
    settings: { passageTokens: 150, overlapTokens: 20 },
    documentCount: 8,
    passageCount: 1126,
    qualityScore: null,
    documents: edges(documents),
    createdAt: ago(60_000),
    updatedAt: ago(4),
    viewerActions: allowed('updateNotebook', 'deleteNotebook', 'addDocument', 'reprocessDocument', 'deleteDocument'),
  },
  {
    id: 'nbk_carrier',
    name: 'Carrier handbook',
    slug: 'carrier-handbook',
    domain: null,
    description: 'What carriers promise, and how to claim',
    visibility: 'TENANT',
    owner: mara,
    grants: [],
    embeddingModel: null,
    settings: { passageTokens: 150, overlapTokens: 20 },
    documentCount: 0,
    passageCount: 0,
    qualityScore: null,
    documents: edges([]),
    createdAt: ago(60_000),
    updatedAt: ago(9000),
    viewerActions: allowed('addDocument'),
  },
];

export const searchResult = {
  mode: 'HYBRID',
  durationMs: 41,
  partial: false,
  hits: [
    {
      passage,
      score: 0.91,
      vectorScore: 0.88,
      keywordScore: 12.4,
      highlights: [
        { start: 0, end: 12 },
        { start: 34, end: 40 },
      ],
    },
    {
      passage: {
        ...passage,
        id: 'psg_2',
        page: 2,
        headingPath: ['Window'],
        text: 'The window is 30 days from the day of delivery. Days after that follow the rules for opened items.',
      },
      score: 0.71,
      vectorScore: 0.72,
      keywordScore: 8.8,
      highlights: [
        { start: 14, end: 21 },
        { start: 53, end: 58 },
      ],
    },
    {
      passage: {
        ...passage,
        id: 'psg_4',
        page: 3,
        document: { ...passage.document, title: 'Marketplace sellers.pdf' },
        headingPath: ['Returns'],
        text: 'Sellers may refuse an opened item. The platform then decides after 5 days.',
      },
      score: 0.58,
      vectorScore: 0.61,
      keywordScore: null,
      highlights: [{ start: 22, end: 33 }],
    },
  ],
};
