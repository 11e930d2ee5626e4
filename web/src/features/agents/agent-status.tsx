import type { AgentStatus as StatusName } from '../../gql/graphql.ts';
import { Status } from '../../ui/status.tsx';

/** `Live v7`, `Draft r41`: what runs when somebody uses the agent now. */
export function AgentStatus({
  status,
  version,
  revision,
}: {
  status: StatusName;
  version: number | null | undefined;
  revision: number | null | undefined;
}) {
  if (status === 'DISABLED')
    return (
      <Status shape="waiting" tone="warning">
        Disabled
      </Status>
    );
  if (status === 'ARCHIVED')
    return (
      <Status shape="skipped" tone="quiet" quietWord>
        Archived
      </Status>
    );
  if (version !== null && version !== undefined)
    return <Status shape="succeeded" tone="success" quietWord>{`Live v${version}`}</Status>;
  return (
    <Status shape="queued" tone="quiet" quietWord>
      {revision === null || revision === undefined ? 'Draft' : `Draft r${revision}`}
    </Status>
  );
}
