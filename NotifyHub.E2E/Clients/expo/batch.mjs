// What a server written for Expo does: send in the SDK's own chunks, keep the tickets, ask for receipts in the SDK's own chunks.
// EXPO_BASE_URL is the SDK's own setting for its address. Input and output are JSON on stdin and stdout.
import { Expo } from "expo-server-sdk";

const [deed] = process.argv.slice(2);
const expo = new Expo({ accessToken: process.env.NOTIFYHUB_KEY, retryMinTimeout: 50 });
let text = "";
for await (const part of process.stdin) text += part;
const input = JSON.parse(text);

const tell = (error) => ({ error: error.message, code: error.code, statusCode: error.statusCode, details: error.details });

async function send(messages) {
  const chunks = expo.chunkPushNotifications(messages);
  const tickets = (await Promise.all(chunks.map((chunk) => expo.sendPushNotificationsAsync(chunk)))).flat();
  return { chunks: chunks.map((chunk) => chunk.length), tickets };
}

async function receipts(ids) {
  const chunks = expo.chunkPushNotificationReceiptIds(ids);
  const found = await Promise.all(chunks.map((chunk) => expo.getPushNotificationReceiptsAsync(chunk)));
  return { chunks: chunks.map((chunk) => chunk.length), receipts: Object.assign({}, ...found) };
}

// One call as it is, without the SDK's chunks.
const raw = (messages) => expo.sendPushNotificationsAsync(messages).then((tickets) => ({ tickets }));

const answer = await { send, receipts, raw }[deed](input).catch(tell);
process.stdout.write(JSON.stringify(answer));
