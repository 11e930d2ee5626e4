import { Status } from '../../ui/status.tsx';
import type { SaveState } from './use-draft.ts';

/** Says `Saved` only when the server has it. */
export function SaveStatus({ state }: { state: SaveState }) {
  switch (state) {
    case 'saved':
      return (
        <Status shape="succeeded" tone="success" quietWord>
          Saved
        </Status>
      );
    case 'saving':
      return (
        <Status shape="running" tone="running" quietWord>
          Saving…
        </Status>
      );
    case 'kept':
      return (
        <Status shape="retrying" tone="warning">
          Kept on this device
        </Status>
      );
    case 'refused':
      return (
        <Status shape="failed" tone="error">
          Not saved
        </Status>
      );
    case 'conflict':
      return (
        <Status shape="warning" tone="warning">
          Conflict
        </Status>
      );
  }
}
