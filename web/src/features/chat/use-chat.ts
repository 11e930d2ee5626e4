import { useEffect, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { hasEnded } from '../../execution/execution-status.tsx';
import { inputFields } from '../../execution/input-fields.ts';
import { runAgent } from '../../execution/run-agent.ts';
import type { LiveExecution } from '../../execution/execution-feed.ts';
import { useExecution } from '../../execution/use-execution.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine, problemOf, type Problem } from '../../graphql/problem.ts';
import {
  ChatAgentDocument,
  ConversationDocument,
  StartConversationDocument,
  type ChatAgent,
  type Message,
} from './chat-document.ts';

interface Pending {
  conversationId: string;
  agent: ChatAgent;
  text: string;
  executionId: string;
}

export interface Chat {
  agent: ChatAgent | null | undefined;
  title: string | null;
  messages: readonly Message[];
  /** The question that is being sent or answered and is not yet among the messages. */
  asked: string | null;
  live: LiveExecution & { reload: () => void };
  liveId: string | null;
  answering: boolean;
  sending: boolean;
  /** Why the last message was not taken. */
  refusal: string | null;
  /** Why the conversation could not be read. */
  problem: Problem | null;
  unknown: boolean;
  retry: () => void;
  send: (text: string) => Promise<boolean>;
}

interface ChatOptions {
  conversationId: string | undefined;
  agentId: string | undefined;
  onStarted: (conversationId: string) => void;
}

/** One conversation: its messages, and the answer that is being written. A reload in mid-answer finds it again. */
export function useChat({ conversationId, agentId, onStarted }: ChatOptions): Chat {
  const client = useClient();
  const [conversation, refetch] = useQuery({
    query: ConversationDocument,
    variables: { id: conversationId ?? '' },
    pause: conversationId === undefined,
    requestPolicy: 'cache-and-network',
  });
  const [chosen] = useQuery({
    query: ChatAgentDocument,
    variables: { id: agentId ?? '' },
    pause: agentId === undefined || conversationId !== undefined,
  });
  const [pending, setPending] = useState<Pending | null>(null);
  const [outgoing, setOutgoing] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const data = conversationId === undefined ? undefined : conversation.data?.conversation;
  const all = data?.messages.edges.map(({ node }) => node) ?? [];
  const mine = pending !== null && pending.conversationId === conversationId ? pending : null;
  const chosenAgent = agentId === undefined ? undefined : chosen.data?.agent;
  // A conversation that has just begun is not read yet, but with whom is known.
  const agent = conversationId === undefined ? chosenAgent : data === undefined ? mine?.agent : data?.agent;
  const answered =
    mine !== null && all.some(({ role, execution }) => role === 'ASSISTANT' && execution?.id === mine.executionId);
  const last = all.at(-1);
  const openInRecord = last?.execution && !hasEnded(last.execution.status) ? last.execution.id : null;
  const liveId = mine !== null && !answered ? mine.executionId : openInRecord;
  const live = useExecution(liveId);
  const ended = live.view !== null && hasEnded(live.view.status);

  const endedId = ended ? liveId : null;
  useEffect(() => {
    // The answer is complete: the record has it with its citations.
    if (endedId !== null) refetch({ requestPolicy: 'network-only' });
  }, [endedId, refetch]);

  const attempt = async (text: string): Promise<string | null> => {
    if (!agent) return 'The agent is not available any more.';
    let id = conversationId;
    if (id === undefined) {
      const started = await client.mutation(StartConversationDocument, { input: { agentId: agent.id } }).toPromise();
      if (started.error !== undefined) return problemLine(started.error);
      const [userError] = started.data?.startConversation.userErrors ?? [];
      if (userError !== undefined) return errorLine(userError);
      id = started.data?.startConversation.conversation?.id;
      if (id === undefined) return 'The server did not answer with a conversation.';
    }
    const [prompt] = inputFields(agent.inputSchema);
    const run = await runAgent(client, {
      agentId: agent.id,
      conversationId: id,
      input: { [prompt?.name ?? 'message']: text },
      idempotencyKey: idempotencyKey(),
    });
    if ('problem' in run) return run.problem;
    setPending({ conversationId: id, agent, text, executionId: run.executionId });
    if (id !== conversationId) onStarted(id);
    return null;
  };

  return {
    agent,
    title: data?.title ?? null,
    // While the answer is written, its question is drawn from here once, not twice.
    messages: mine !== null && !answered ? all.filter(({ execution }) => execution?.id !== mine.executionId) : all,
    asked: mine !== null && !answered ? mine.text : outgoing,
    live,
    liveId,
    answering: liveId !== null && !ended,
    sending: outgoing !== null,
    refusal,
    problem: conversation.error !== undefined && conversation.data === undefined ? problemOf(conversation.error) : null,
    unknown: conversationId !== undefined && conversation.data?.conversation === null,
    retry: () => refetch({ requestPolicy: 'network-only' }),
    send: async (text) => {
      setOutgoing(text);
      setRefusal(null);
      const problem = await attempt(text);
      setRefusal(problem);
      setOutgoing(null);
      return problem === null;
    },
  };
}
