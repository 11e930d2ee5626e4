import { Directive, Field, InputType } from 'type-graphql';
import { ToolServerReportInput } from './tool-server-report-input.ts';

@Directive('@inaccessible')
@InputType()
export class ReportToolServersInput {
  @Field(() => [ToolServerReportInput])
  servers!: readonly ToolServerReportInput[];
}
