import type { AgentTemplateFacts } from './agent-template-facts.ts';
import { answerEach } from './templates/answer-each.ts';
import { contractReview } from './templates/contract-review.ts';
import { conversation } from './templates/conversation.ts';
import { dataReport } from './templates/data-report.ts';
import { expenseApproval } from './templates/expense-approval.ts';
import { incidentSummary } from './templates/incident-summary.ts';
import { jobDescription } from './templates/job-description.ts';
import { meetingMinutes } from './templates/meeting-minutes.ts';
import { onboardingPlan } from './templates/onboarding-plan.ts';
import { podcast } from './templates/podcast.ts';
import { questionsAndAnswers } from './templates/questions-and-answers.ts';
import { researchBrief } from './templates/research-brief.ts';
import { reviewedAnswer } from './templates/reviewed-answer.ts';
import { rfpAnswer } from './templates/rfp-answer.ts';
import { salesQualification } from './templates/sales-qualification.ts';
import { supportTriage } from './templates/support-triage.ts';
import { trainingQuiz } from './templates/training-quiz.ts';

/**
 * Ready specifications to start from, each in a file of its own, in the order of the gallery: first those that work without a key,
 * because they quote or ask no model.
 */
export const AGENT_TEMPLATES = {
  'questions-and-answers': questionsAndAnswers,
  conversation,
  'expense-approval': expenseApproval,
  'reviewed-answer': reviewedAnswer,
  'answer-each': answerEach,
  'sales-qualification': salesQualification,
  'support-triage': supportTriage,
  'contract-review': contractReview,
  'research-brief': researchBrief,
  'meeting-minutes': meetingMinutes,
  'data-report': dataReport,
  'incident-summary': incidentSummary,
  'job-description': jobDescription,
  'onboarding-plan': onboardingPlan,
  'rfp-answer': rfpAnswer,
  'training-quiz': trainingQuiz,
  podcast,
} as const satisfies Record<string, AgentTemplateFacts>;

export type AgentTemplateSlug = keyof typeof AGENT_TEMPLATES;
