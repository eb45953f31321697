"""Help in plain words: one topic for each thing that people come here to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A question people ask, and the steps that answer it."""

    key: str
    title: str
    steps: tuple[str, ...]


TOPICS = (
    Topic(
        "sign-in",
        "How do I sign in?",
        (
            "Press Sign in and type your e-mail.",
            "Use your password, or ask for a code: we send six letters to your e-mail.",
            "A passkey is quicker: your phone or computer knows you by your face, finger or PIN. Add one under My account.",
            "No e-mail? Ask somebody in your team: they can print things for you.",
        ),
    ),
    Topic(
        "hats",
        "What are hats?",
        (
            "A hat is what you are here as: worker, person drawing on support, board member, coach…",
            "You may wear several. Choose one at the top of the page.",
            "The hat changes what Today shows. It never takes anything away from you.",
        ),
    ),
    Topic(
        "coming",
        "Who is coming to me?",
        (
            "Open Who is coming. You see faces and times.",
            "A change is marked in yellow and says what it was before.",
            "Press I want to change something if a time or a worker does not suit you.",
        ),
    ),
    Topic(
        "support",
        "How do I say what support I want?",
        (
            "Open My support. Each visit says what, when and how.",
            "Add a visit or change one. You can change one date and leave the rest as it is.",
            "Away from home? Add a pause.",
            "Say who you would like to come: first choice, yes or no. A no is always kept, and nobody has to give a reason.",
        ),
    ),
    Topic(
        "choose",
        "How do I choose who comes?",
        (
            "Open My support and press Who may come. Each worker has a card.",
            "Say first choice, yes or no. Only you see a no, and the rota keeps to it.",
            "Press What matters to me, then Show me a few who fit.",
            "Not sure? Ask for a trial visit. Afterwards each of you says how it was.",
        ),
    ),
    Topic(
        "circle",
        "What is my circle?",
        (
            "The people around you: family, friends, neighbours. Open My support and press My circle.",
            "Add somebody, and tick what they may see. You can change it at any time.",
            "Ask them to take part here, with their e-mail address.",
            "Need a hand? Press Ask, or offer. The first who says I do it has it.",
        ),
    ),
    Topic(
        "become",
        "How do I become a personal assistant?",
        (
            "Open your co-op’s page Become a personal assistant, and read what it is like.",
            "Press I want to become one. Six short steps; stop and go on whenever you like.",
            "Somebody rings. You get a buddy, and go along to a first visit.",
        ),
    ),
    Topic(
        "week",
        "How does our team make a week?",
        (
            "Open Our week and press Make this week: everybody's support becomes visits.",
            "Press Suggest a week. You can leave the page meanwhile.",
            "Open a visit to see why this worker has it. Press Give to… to move it, or drag it with a mouse.",
            "A red dashed visit has nobody yet. Open it: it says why, and who comes nearest.",
            "Agree and send. Exactly those whose day changed are told.",
        ),
    ),
    Topic(
        "sick",
        "Somebody is off sick. What now?",
        (
            "Press Someone is off sick, choose who and from when.",
            "Mend the week finds the smallest change. Look at it, then send it.",
        ),
    ),
    Topic(
        "founding",
        "How do we found a co-op?",
        (
            "You need three people, or two societies. Press Found a co-op on the front page.",
            "Pick a kind of co-op. Then answer one page after another: every question has an answer that you can keep.",
            "Say who founds it with you. They get an e-mail, read the articles and agree. Or they sign on paper.",
            "When all have agreed, press Found. You are its first members.",
        ),
    ),
    Topic(
        "articles",
        "How do we change our articles?",
        (
            "Open Articles and press Propose a change.",
            "Choose a part, answer otherwise, and press Look at it first: it says in plain words what that changes.",
            "A change that breaks one of the seven co-operative principles is stopped, and you are told why.",
            "Press Propose it. The members read it and vote. Until then nothing changes.",
        ),
    ),
    Topic(
        "join",
        "How do I join a co-op?",
        (
            "Open the co-op's page to join, in plain words or Easy Read, and press Ask to join.",
            "Write who you are. An organisation names one human being who speaks and votes for it.",
            "You have an answer within the days that the articles promise. A no has its reason, and you can ask the members' meeting.",
            "As a member you have one vote, whatever you pay in. My membership shows what was written about you, and lets you leave.",
        ),
    ),
    Topic(
        "duties",
        "What does our co-op have to do every year?",
        (
            "Open Duties: general meeting, accounts, yearly return, terms on the board, and what our articles promise, by date.",
            "Open one. It says why, and how. The secretary or the board press Write down that it was done and attach a file that shows it.",
            "Was something wrong? Press Put it right. Nothing that was written is lost.",
            "Put in my calendar brings the days to your phone. Reminders come by themselves.",
        ),
    ),
    Topic(
        "asking",
        "How does somebody ask for support?",
        (
            "Open the front page, choose the co-op under Ask for support, and fill in one page: for yourself, or for somebody else.",
            "Keep the page that comes then. It says how it stands. You can add a word there, or take it back.",
            "The team: open Who asks for support. Take it, ring, and write down the first conversation. The promised day stands on top.",
            "Look at Is it the same?, so that nobody is written down twice.",
            "Then press Support begins: what was said stands in the plan already. Or name an honest day, or say who else can help.",
        ),
    ),
    Topic(
        "plan",
        "How do we write a plan together?",
        (
            "Open My plan, or the person’s support and then The plan. Press Write together.",
            "Begin with any heading. It is saved as you type, and two can write at once. Say whose words they are.",
            "The person reads it and presses Agree it. Somebody they trust can do that for them, if they name them.",
            "Write what should be different. Press How is it now? now and then: the plan shows how far it has come.",
            "Every version can be read again. On paper and Easy Read print it.",
        ),
    ),
    Topic(
        "decisions",
        "How do we decide something?",
        (
            "Open Decisions and press Propose something. Any member can.",
            "People ask and say what they think. Change the words until they are good.",
            "Open the votes. Every member is told, and has one vote. You can change yours until the close.",
            "In a team: open its page and press Decide something together. When everybody has pressed I can live with it, it is decided.",
            "When the time is over the votes are counted, and the page says what came of it. A change of our articles takes effect at once.",
        ),
    ),
    Topic(
        "elections",
        "How do I vote in an election?",
        (
            "Open Elections, then the election, and press To my ballot paper.",
            "Press Collect my ballot. We write down that you collected one, not how you vote.",
            "Press whom you like best, then the next. Press Cast my ballot, today or later on the same screen, and save the receipt.",
            "No screen? Press I vote on paper, or ask the secretary. When it is declared, find your ballot on the board by your receipt.",
        ),
    ),
    Topic(
        "meetings",
        "How do I take part in a meeting?",
        (
            "Open Our meetings in the list of pages, and the meeting: when, where, the agenda and the papers.",
            "Come, ring in, or press I am here, online. You cannot come at all? Press name a proxy: it counts once they have said yes.",
            "When votes open, vote on the page of that point, or by a show of hands. Who carries you votes as you told them.",
            "What was decided takes effect at once. It stands in the minutes, and the next meeting approves those.",
        ),
    ),
    Topic(
        "shares",
        "Where is the money I put in?",
        (
            "Open My shares. Every entry is there, and what it adds up to.",
            "Take shares, or ask for money back: the page says how much you can, and by when it is paid.",
            "Say who is to have your shares when you die. You can change it at any time.",
            "Who leaves the co-op gets all they paid. Nobody has more votes for more shares.",
        ),
    ),
    Topic(
        "loans",
        "Can I lend the co-op money?",
        (
            "The co-op offers you terms: how much, for what, at what interest, and until when. You can say no.",
            "Open What I have lent the co-op and press Agree, or sign on paper.",
            "Every entry is on that page, and what is still owed to you. A loan gives no vote.",
        ),
    ),
    Topic(
        "own-data",
        "What is kept about me?",
        (
            "Open What is kept about me in the list of pages: all of it is on one page.",
            "Print it, or take it as a file that other programs read.",
            "Something is wrong? Put it right where it stands, or ask the secretary. What others chose in confidence stays theirs.",
        ),
    ),
    Topic(
        "calendar",
        "Can I have this on my phone's calendar?",
        (
            "Open My week or Who is coming and press Put this in the calendar.",
            "Copy the address into your calendar. Keep it to yourself: whoever has it can see your times.",
            "Lost it? Take it back on the same page and make a new one.",
        ),
    ),
    Topic(
        "spreadsheets",
        "We have our lists in a spreadsheet",
        (
            "Open Spreadsheets and download a template.",
            "Fill it in or copy your columns across, then send it. Nothing is changed yet: you see every problem by row and column first.",
            "Bring in the good rows, mend the others, send them again. Sending a file twice changes nothing.",
        ),
    ),
)
