/** Slack's names of the emoji people use most, in the order in which the picker shows them. */
const table = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|eyes 👀|white_check_mark ✅|heavy_check_mark ✔️|x ❌|pushpin 📌|round_pushpin 📍
memo 📝|clock1 🕐|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|calendar 📆|date 📅
warning ⚠️|rotating_light 🚨|fire 🔥|boom 💥|bell 🔔|no_bell 🔕|sos 🆘|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑
red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵|blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫
large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|white_large_square ⬜|black_large_square ⬛
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|mag 🔍|mag_right 🔎|microscope 🔬|test_tube 🧪|dart 🎯|bulb 💡|brain 🧠
robot_face 🤖|gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|toolbox 🧰|link 🔗|lock 🔒|unlock 🔓|key 🔑|shield 🛡️
rocket 🚀|package 📦|label 🏷️|triangular_flag_on_post 🚩|checkered_flag 🏁|construction 🚧|traffic_light 🚥|vertical_traffic_light 🚦
arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrow_forward ▶️|leftwards_arrow_with_hook ↩️|arrows_counterclockwise 🔄|repeat 🔁|rewind ⏪|fast_forward ⏩
question ❓|grey_question ❔|exclamation ❗|grey_exclamation ❕|interrobang ⁉️|information_source ℹ️|speech_balloon 💬|thought_balloon 💭|mega 📣|loudspeaker 📢
tada 🎉|clap 👏|raised_hands 🙌|pray 🙏|wave 👋|muscle 💪|ok_hand 👌|point_right 👉|point_down 👇|handshake 🤝|heart ❤️|sparkles ✨|star ⭐|100 💯
smile 😄|slightly_smiling_face 🙂|grin 😁|joy 😂|thinking_face 🤔|face_with_monocle 🧐|neutral_face 😐|sweat_smile 😅|sob 😭|scream 😱|see_no_evil 🙈|skull 💀|ghost 👻|bug 🐛|turtle 🐢|snail 🐌|fish 🐟|tropical_fish 🐠|dog 🐶|cat 🐱
book 📖|books 📚|clipboard 📋|page_facing_up 📄|file_folder 📁|card_index_dividers 🗂️|wastebasket 🗑️|scissors ✂️|bookmark 🔖|paperclip 📎|inbox_tray 📥|outbox_tray 📤|floppy_disk 💾|computer 💻|desktop_computer 🖥️|iphone 📱|electric_plug 🔌|battery 🔋|globe_with_meridians 🌐|cloud ☁️|zap ⚡|snowflake ❄️|sunny ☀️|coffee ☕|pizza 🍕
one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|zzz 💤|seedling 🌱|bust_in_silhouette 👤|busts_in_silhouette 👥|detective 🕵️|scales ⚖️|balance_scale ⚖️|money_with_wings 💸|moneybag 💰|recycle ♻️|infinity ♾️|heavy_plus_sign ➕|heavy_minus_sign ➖|small_red_triangle 🔺|small_red_triangle_down 🔻|small_blue_diamond 🔹|small_orange_diamond 🔸|black_small_square ▪️|white_small_square ▫️|ballot_box_with_check ☑️|heavy_multiplication_x ✖️|fishing_pole_and_fish 🎣|fish_cake 🍥|bone 🦴
`;

const characters: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split(/[|\n]/u)
    .map((entry): [string, string] => {
      const [name = '', character = ''] = entry.split(' ');
      return [name, character];
    }),
);

/** The character of an emoji by Slack's name; undefined for one the page does not know, such as a team's own. */
export function emojiCharacter(name: string): string | undefined {
  return characters.get(name.replace(/::skin-tone-\d$/u, ''));
}

/** Names that contain the words, each character once. */
export function emojiNamed(words: string): readonly string[] {
  const wanted = words.trim().toLowerCase().replaceAll(' ', '_');
  const seen = new Set<string>();
  return [...characters].flatMap(([name, character]) => {
    if (!name.includes(wanted) || seen.has(character)) return [];
    seen.add(character);
    return [name];
  });
}
