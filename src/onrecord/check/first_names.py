"""Common first names, to tell whom ``he`` and ``she`` can mean; names of both kinds are in both."""

from __future__ import annotations

from onrecord.check.cues import word_set

MALE = word_set(
    """aaron adam ahmed alan albert alec alejandro alex alexander ali alistair allan allen amir
    anders andre andrew andy angus anthony antonio arnold arthur barack barry ben benjamin
    bernard bernie bill billy bob bobby boris brad bradley brandon brendan brent brett brian
    bruce bryan byron calvin carl carlos cameron chad charles charlie chen chester chris
    christian christopher chuck clarence claude clint colin connor corey craig curtis cyril
    dale damian dan daniel danny darrell darren dave david dean dennis derek dick diego
    dmitri dominic don donald doug douglas duncan dwayne dwight earl ed eddie edgar edmund
    eduardo edward eli elliot emmanuel enrique eric ernest eugene evan felix fernando
    francis francisco frank franklin fred frederick gareth gary gavin gene geoffrey george
    gerald gerard gilbert glen glenn gordon graham grant greg gregory guy harold harry
    harvey hector henry herbert herman howard hugh hugo ian igor isaac ivan jack jacob jaime
    jake james jamie jared jason javier jay jeb jeff jeffrey jeremy jerome jerry jesse jim
    jimmy joe joel john johnny jon jonathan jordan jorge jose joseph josh joshua juan julian
    justin karl keith ken kenneth kevin kurt kyle lance larry lawrence lee leo leon leonard
    leroy lewis lincoln lindsey lloyd lou louis lucas luis luke malcolm manuel marc marco
    marcus mario mark marshall martin marvin matt matthew maurice max melvin michael miguel
    mike mitch mitt mohamed mohammed morgan murray nathan neil nelson newt nicholas nick
    nigel noah norman oliver omar oscar otto owen pablo patrick paul pedro perry pete peter
    phil philip phillip pierre rafael ralph ramon randy raul ray raymond reggie reince
    ricardo richard rick ricky rob robby robert roberto robin rod rodney roger roland ron
    ronald ross roy rudolph rudy rupert russell ryan sam samuel scott sean sergei seth shane
    shaun sheldon sidney simon stan stanley stephen steve steven stewart stuart ted terence
    terrence terry theodore thomas tim timothy toby todd tom tommy tony travis trevor trey
    tucker tyler vernon victor vince vincent vladimir wallace walter warren wayne wesley
    will william willie winston xavier zachary"""
)
FEMALE = word_set(
    """abigail ada agnes alex alexandra alexis alice alicia alison alyssa amanda amber amina
    amy ana andrea angela angelina anita ann anna anne annette annie april ariana arlene
    ashley audrey barbara beatrice becky belinda bernice beth betsy betty beverly bonnie
    brenda bridget brittany brooke caitlin camille candace carla carly carmen carol carole
    caroline carolyn carrie catherine cathy cecilia charlotte chelsea cheryl christina
    christine claire clara claudia colleen connie courtney crystal cynthia daisy dana
    danielle dawn debbie deborah debra denise diana diane dolores donna dora doris dorothy
    edith eileen elaine eleanor elena elizabeth ella ellen emily emma erica erin esther
    ethel eva eve evelyn faith fatima felicia fiona florence frances gail gayle georgia
    geraldine gertrude gina gladys glenda gloria grace greta gretchen gwen hannah harriet
    hazel heather heidi helen hilary hillary holly hope huma ida imani ines ingrid irene iris
    isabel isabella ivanka jackie jacqueline jamie jan jane janet janice jasmine jean jeanne
    jen jenna jennifer jenny jessica jill jo joan joanna joanne jocelyn jodi jordan
    josephine joy joyce juanita judith judy julia julie june karen karla kate katherine
    kathleen kathryn kathy katie kay kayla kayleigh kellyanne kelly kelsey kerry kim
    kimberly kirsten kristen kristin kristina lara laura lauren laurie leah lena leslie
    lillian linda lindsay lindsey lisa lois lori lorraine loretta louise lucia lucille lucy
    lydia lynn mabel madeleine maggie mara marcia margaret maria marian marie marilyn
    marjorie marlene marsha martha mary maureen maxine maya megan megyn melania melanie
    melissa mercedes meredith michele michelle mildred mindy miranda miriam molly monica
    morgan muriel myra nadia nancy naomi natalie natasha nicole nina nora norma olga olivia
    pamela pat patricia patsy patty paula pauline peggy penny phyllis priscilla rachel
    ramona rebecca regina renee rhonda rita roberta robin rosa rosalind rose rosemary ruth
    sabrina sally samantha sandra sandy sara sarah selena shannon sharon sheila shelley
    sherry shirley sierra silvia simone sonia sophia sophie stacey stacy stella stephanie
    sue susan susana suzanne sylvia tamara tammy tanya tara teresa terri tessa theresa
    tiffany tina tracy valerie vanessa vera veronica vicki vicky victoria viola violet
    virginia vivian wanda wendy whitney yolanda yvette yvonne zoe"""
)
