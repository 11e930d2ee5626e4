import type { Viewer } from '../security/viewer.ts';
import { UnauthenticatedError } from './errors.ts';
import type { RequestContext } from './request-context.ts';

/** @throws UnauthenticatedError when nobody is signed in */
export function requireViewer(context: RequestContext): Viewer {
  if (context.viewer === null) throw new UnauthenticatedError();
  return context.viewer;
}
