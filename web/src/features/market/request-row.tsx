import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import type { CollaborationRequestStatus, CollaborationRole } from '../../gql/graphql.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { toast } from '../../ui/toast.tsx';
import { AnswerDocument, type CollaborationRequest } from './requests-document.ts';
import { ROLES, roleLabel, roleOf } from './roles.ts';

const STATUSES: Record<CollaborationRequestStatus, { word: string; tone: 'warning' | 'success' | 'neutral' }> = {
  PENDING: { word: 'Waiting', tone: 'warning' },
  ACCEPTED: { word: 'Accepted', tone: 'success' },
  DECLINED: { word: 'Declined', tone: 'neutral' },
};

interface RequestRowProps {
  request: CollaborationRequest;
  received: boolean;
  now: number;
}

/** One request, and the decision where it waits for the viewer. */
export function RequestRow({ request, received, now }: RequestRowProps) {
  const { agent, requester, status } = request;
  const who = received ? (requester?.name ?? 'Somebody') : (agent.owner?.name ?? 'Its owner');
  const { word, tone } = STATUSES[status];
  return (
    <li className="flex flex-col gap-1.5 border-b border-line px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Avatar name={who} />
        <span className="font-medium">{who}</span>
        <span className="text-ink-2">{received ? 'asks to work on' : 'was asked for'}</span>
        <Link
          to="/agents/$agentId"
          params={{ agentId: agent.id }}
          className="font-medium hover:underline hover:underline-offset-2"
        >
          {agent.name}
        </Link>
        <span className="flex-1" />
        <Tag tone={tone}>{word}</Tag>
        <span className="text-12 text-ink-3">{timeAgo(request.createdAt, now)}</span>
      </p>
      <p className="text-12 text-ink-3">{roleLabel(request.role)}</p>
      {request.message ? <p className="whitespace-pre-line text-ink-2">{request.message}</p> : null}
      {request.answer ? (
        <p className="border-l-2 border-line pl-3 text-ink-2">
          <b className="font-semibold">{request.answeredBy?.name ?? 'Answer'}:</b> {request.answer}
        </p>
      ) : null}
      {received && status === 'PENDING' ? <Decision request={request} /> : null}
    </li>
  );
}

function Decision({ request }: { request: CollaborationRequest }) {
  const [, answer] = useMutation(AnswerDocument);
  const [role, setRole] = useState<CollaborationRole>(request.role);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const decide = async (accept: boolean): Promise<void> => {
    setBusy(true);
    const { data, error } = await answer({
      input: { requestId: request.id, accept, role, note: note.trim() || null },
    });
    setBusy(false);
    const problem = error === undefined ? data?.answerCollaborationRequest.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) toast.success(accept ? 'You work on it together now' : 'The request is declined');
    else toast.error('Nothing was changed', { description: problem });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        compact
        aria-label="What they may do"
        className="w-60"
        value={role}
        options={ROLES}
        onChange={(event) => setRole(roleOf(event.target.value) ?? role)}
      />
      <Input
        compact
        aria-label="Note"
        placeholder="Note (optional)"
        className="w-52"
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button busy={busy} onClick={() => void decide(true)}>
        Accept
      </Button>
      <Button variant="ghost" busy={busy} onClick={() => void decide(false)}>
        Decline
      </Button>
    </div>
  );
}
