import { errorResponse, type Logger } from '@aether/common/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NothingAnswersError } from '../errors.ts';
import { sendWebResponse } from './web-request.ts';

/** Where OpenAI clients look for everything, also for what is not there. */
const OPENAI_PREFIX = '/v1/';

/** Answers an address that nothing is at, in the form of its protocol. */
export function sendNotFound(
  request: FastifyRequest,
  reply: FastifyReply,
  options: { readonly newRequestId: () => string; readonly logger: Logger },
): Promise<FastifyReply> {
  const path = request.url.split('?')[0] ?? '';
  const requestId = options.newRequestId();
  reply.header('x-request-id', requestId);
  const form = path.startsWith(OPENAI_PREFIX) ? 'openai' : 'aether';
  const error = new NothingAnswersError(request.method, path);
  return sendWebResponse(reply, errorResponse(error, { requestId, logger: options.logger }, form));
}
