import type { Route } from '@aether/common/service';
import { authorizeModelUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import { chatRequestSchema } from '../wire/chat-request.ts';
import { readBody } from '../wire/read-body.ts';
import { answerChat } from './answer-chat.ts';
import { answering } from './answering.ts';

/** `POST /v1/chat/completions`, streamed or in one piece. */
export function chatCompletionsRoute(gateway: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/chat/completions',
    handle: answering(
      gateway,
      async (call) => {
        const viewer = authorizeModelUse(call.context);
        return answerChat(gateway, call, viewer, await readBody(call.request, chatRequestSchema, gateway.bodyLimit));
      },
      'messages',
    ),
  };
}
