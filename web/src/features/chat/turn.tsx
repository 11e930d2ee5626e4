import type { ReactNode } from 'react';
import type { AgentKind } from '../../gql/graphql.ts';
import { AgentIcon } from '../agents/agent-kind.tsx';

/** What the person said. */
export function UserTurn({ text }: { text: string }) {
  return (
    <div className="flex flex-col">
      <h2 className="sr-only">You asked</h2>
      <div className="max-w-[84%] self-end rounded-card bg-press px-3 py-2 text-14 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text}
      </div>
    </div>
  );
}

interface AgentTurnProps {
  name: string;
  kind: AgentKind | null | undefined;
  version: number | null | undefined;
  beside?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** What the agent answered. */
export function AgentTurn({ name, kind, version, beside, footer, children }: AgentTurnProps) {
  return (
    <div>
      <div className="mb-1.5 flex items-center gap-1.5">
        <span className="tile grid size-6 place-items-center rounded-control text-step-agent">
          <AgentIcon kind={kind} className="icon" />
        </span>
        <h2 className="font-semibold">{name}</h2>
        {version ? <span className="text-12 text-ink-3">v{version}</span> : null}
        {beside}
      </div>
      <div className="pl-[30px] max-md:pl-0">{children}</div>
      {footer === undefined ? null : (
        <div className="mt-1.5 flex items-center gap-1.5 pl-[30px] max-md:pl-0">{footer}</div>
      )}
    </div>
  );
}
