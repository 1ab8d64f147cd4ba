import { bytesToHex, bytesToUtf8, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { MemberType } from "@yanta/protocol";
import { checkEvent } from "../../call-frame/check-event.ts";
import { createEvent } from "../../call-frame/create-event.ts";
import { strictItemsFrom } from "../../limits.ts";
import { EasyCodecRequest } from "../easy-codec-request.ts";
import { gasSchedule } from "../gas-schedule.ts";
import { RequestItems, type SysCall, type SysCallMethod } from "./request.ts";

const chainConfigContract = "CHAIN_CONFIG";
const chainConfigKey = "CHAIN_CONFIG";
const certManageContract = "CERT_MANAGE";

/** EmitEvent: the topic by name, data are all items but the first. Spec: vm.md §2.3, ledger.md §6.3. */
export const emitEvent: SysCallMethod = ({ frame, body }) => {
  const items = new EasyCodecRequest(body);
  const topic = items.getString("topic");
  if (topic === undefined) return "[emit event] get topic err";
  const data: string[] = [];
  for (let i = 1; i < items.count; i++) {
    const text = items.getStringAt(i);
    if (text === undefined && frame.context.blockVersion >= strictItemsFrom)
      return topicRefusal(topic) ?? "[emit event] event data parsing failed";
    data.push(text ?? "");
  }
  const refusal = checkEvent(topic, data);
  if (refusal !== undefined) return refusal;
  frame.events.push(createEvent(frame.contract, frame.context, topic, data));
  return undefined;
};

/** GetSenderAddressLen. ChainMaker reads the chain configuration, and a hashed sender's certificate, through the read set. */
export const senderAddressLength: SysCallMethod = (call) => {
  const { frame, instance } = call;
  const pointer = new RequestItems(call, false).number("value_ptr");
  const { context } = frame;
  context.get(chainConfigContract, chainConfigKey);
  const { memberType, memberInfo } = context.sender.member;
  if (memberType === MemberType.CERT_HASH || memberType === MemberType.ALIAS)
    context.get(certManageContract, bytesToHex(memberInfo));
  frame.senderAddressCache = utf8ToBytes(context.senderAddress);
  instance.writeUint32(pointer, frame.senderAddressCache.length);
  return undefined;
};

export const senderAddressValue: SysCallMethod = (call) => {
  const { frame, instance } = call;
  const pointer = new RequestItems(call, false).number("value_ptr");
  frame.context.get(chainConfigContract, chainConfigKey);
  instance.write(pointer, frame.senderAddressCache);
  frame.senderAddressCache = emptyBytes;
  return undefined;
};

/** LogMessage: text for the node's trace only. */
export function logMessage({ frame, instance, body }: SysCall): void {
  instance.spend(body.length * gasSchedule.hostByte);
  frame.context.log(frame.contract.name, bytesToUtf8(body));
}

/** SuccessResult; false when the call has failed already, which nothing can undo. Spec: vm.md §2.3. */
export function setSuccess({ frame, body }: SysCall): boolean {
  if (frame.code === 1) return false;
  frame.result = body.slice();
  return true;
}

/** ErrorResult. */
export function setError({ frame, body }: SysCall): void {
  frame.reportError(bytesToUtf8(body));
}

/** The topic is judged before the data's types. */
function topicRefusal(topic: string): string | undefined {
  const refusal = checkEvent(topic, ["-"]);
  return refusal?.startsWith("topic") === true ? refusal : undefined;
}
