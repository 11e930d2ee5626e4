/** Where a document is on its way. Each processing status names the stage that is under way; the ones before it are finished and kept. */
export const DOCUMENT_STATUSES = ['QUEUED', 'EXTRACTING', 'SPLITTING', 'EMBEDDING', 'READY', 'FAILED'] as const;

export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

/** Stages that a worker goes through, in order. */
export type ProcessingStage = 'EXTRACTING' | 'SPLITTING' | 'EMBEDDING';

/** What a stage leads to and which part of the whole way it ends at; embedding is by far the longest. */
export const STAGES = {
  EXTRACTING: { next: 'SPLITTING', from: 0.05, to: 0.2 },
  SPLITTING: { next: 'EMBEDDING', from: 0.2, to: 0.3 },
  EMBEDDING: { next: 'READY', from: 0.3, to: 1 },
} as const satisfies Record<ProcessingStage, { next: DocumentStatus; from: number; to: number }>;

/** The stage to go on with after a claim; null = nothing is left to do. */
export function stageToRun(status: DocumentStatus): ProcessingStage | null {
  switch (status) {
    case 'QUEUED':
      return 'EXTRACTING';
    case 'EXTRACTING':
    case 'SPLITTING':
    case 'EMBEDDING':
      return status;
    case 'READY':
    case 'FAILED':
      return null;
  }
}

/** Of the whole way, 0 to 1, when `done` of `total` of a stage are finished. */
export function progressOf(stage: ProcessingStage, done: number, total: number): number {
  const { from, to } = STAGES[stage];
  return total === 0 ? to : from + (to - from) * Math.min(1, done / total);
}
